import type { AcuType, AtomicChatUnit } from '../../src/domain/acu.ts'
import { acuId } from '../../src/domain/acu-id.ts'
import { utf8 } from '../../src/domain/bytes.ts'
import type { Conversation, ConversationState, Message, Provider } from '../../src/domain/conversation.ts'
import { sha256Hex, URL_NAMESPACE, uuidV5 } from '../../src/domain/hash.ts'

const COUNTS = {
  messages: {},
  visibleUser: 0,
  visibleAssistant: 0,
  path: 0,
  forks: 0,
  words: 0,
  codeBlocks: 0,
  images: 0,
  tables: 0,
  formulas: 0,
  toolCalls: 0,
}

export interface MadeConversation {
  readonly conversation: Conversation
  readonly state: ConversationState
  readonly messages: readonly Message[]
  readonly cards: readonly { readonly card: AtomicChatUnit; readonly messageId: string }[]
}

/** A conversation of plain texts, user and assistant in turn, one minute apart. */
export function makeConversation(options: {
  readonly name: string
  readonly title?: string
  readonly texts: readonly string[]
  readonly provider?: Provider
  readonly state?: ConversationState
  readonly at?: number
  readonly cards?: readonly (readonly [card: AtomicChatUnit, message: number])[]
}): MadeConversation {
  const at = options.at ?? Date.UTC(2026, 0, 1)
  const sourceUrl = `https://chatgpt.com/c/${options.name}`
  const id = uuidV5(URL_NAMESPACE, sourceUrl)
  const messages = options.texts.map((text, index): Message => {
    const messageId = uuidV5(id, String(index))
    return {
      id: messageId,
      conversationId: id,
      ...(index > 0 ? { parentId: uuidV5(id, String(index - 1)) } : {}),
      role: index % 2 === 0 ? 'user' : 'assistant',
      parts: [{ type: 'text', text }],
      contentHash: sha256Hex(utf8(`${index % 2} ${text}`)),
      createdAt: at + index * 60_000,
      index,
      hidden: false,
      metadata: {},
    }
  })
  const conversation: Conversation = {
    id,
    sourceUrl,
    contentHash: sha256Hex(utf8(messages.map(({ contentHash }) => contentHash).join())),
    title: options.title ?? options.name,
    provider: options.provider ?? 'chatgpt',
    messageCount: messages.length,
    counts: COUNTS,
    createdAt: at,
    updatedAt: at + messages.length * 60_000,
    capturedAt: at,
    snippet: (options.texts[0] ?? '').slice(0, 160),
    metadata: {},
  }
  const cards = (options.cards ?? []).map(([card, message]) => ({ card, messageId: messages[message]!.id }))
  return { conversation, state: options.state ?? 'ACTIVE', messages, cards }
}

/** A card of a text. */
export function makeCard(
  content: string,
  options: Partial<AtomicChatUnit> & { readonly overall?: number } = {},
): AtomicChatUnit {
  const { overall = 60, ...rest } = options
  return {
    id: acuId(content),
    content,
    type: 'claim' satisfies AcuType,
    category: 'technical',
    quality: { overall, richness: overall, integrity: overall, uniqueness: overall, selfContained: overall },
    securityLevel: 0,
    findings: [],
    state: 'ACTIVE',
    createdAt: Date.UTC(2026, 0, 1),
    origin: 'extraction',
    extractorVersion: 1,
    isPersonal: false,
    pinned: false,
    tags: [],
    ...rest,
  }
}

/** Even numbers in [0, 1) from a seed (mulberry32), so that every run makes the same library. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const ONSETS = 'b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh st str t th tr v w z'.split(' ')
const VOWELS = 'a e i o u ai ea ee ou y'.split(' ')
const ENDS = ['', '', 'n', 'r', 's', 't', 'l', 'm', 'nd', 'ck', 'rt', 'st']

/** Made-up words, the frequent ones short, as in a language. */
export function makeWords(count: number, random: () => number): string[] {
  const words = new Set<string>()
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)]!
  while (words.size < count) {
    const syllables = 1 + Math.floor(random() * Math.min(4, 1 + words.size / 200))
    let word = ''
    for (let i = 0; i < syllables; i++) word += pick(ONSETS) + pick(VOWELS) + pick(ENDS)
    words.add(word)
  }
  return [...words]
}

/** Texts of about `length` words each, words drawn by Zipf's law. */
export function textMaker(words: readonly string[], random: () => number): (length: number) => string {
  const sums = new Float64Array(words.length)
  let sum = 0
  for (let i = 0; i < words.length; i++) sums[i] = sum += 1 / (i + 2.7)
  const draw = (): string => {
    const wanted = random() * sum
    let [low, high] = [0, words.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (sums[middle]! < wanted) low = middle + 1
      else high = middle
    }
    return words[low]!
  }
  return (length) => {
    const n = Math.max(3, Math.round(length * (0.4 + 1.2 * random())))
    let text = ''
    for (let i = 0; i < n; i++) text += draw() + (i % 13 === 12 ? '.\n' : ' ')
    return text
  }
}
