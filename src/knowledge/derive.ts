import { levelOf, type AcuSource, type AcuType, type DerivedAcu } from '../domain/acu.ts'
import { canonicalContent } from '../domain/acu-id.ts'
import { lendUtf8 } from '../domain/bytes.ts'
import type { Conversation, Message } from '../domain/conversation.ts'
import { sha3Hex } from '../domain/hash.ts'
import { isVisible } from '../domain/message-tree.ts'
import type { Derive } from '../domain/ports/knowledge.ts'
import { categoryOf, typesOf } from './classify/classify.ts'
import { codeLanguage, proseLanguage } from './classify/language.ts'
import { isEmptyPrompt } from './decompose/chatter.ts'
import { decompose, type Piece } from './decompose/decompose.ts'
import { EXTRACTOR_VERSION } from './extractor-version.ts'
import { linkTurns, type Placed, type Turn } from './link/link.ts'
import { findPrivate } from './protect/protect.ts'
import { answerWorth, inAnswer } from './score/answer.ts'
import { QUALITY_FLOOR, score } from './score/score.ts'
import { worthOf } from './worth.ts'

/** Longer texts (pasted logs, whole books) are cut into cards up to here, so that one message cannot stall an import. */
export const MAX_TEXT = 2_000_000

interface Draft {
  card: DerivedAcu
  copies: number
  /** In one of its places at least it says something alone. */
  isWorthy: boolean
  /** Worth of the best answer it stands in, 0–100; none where it was only found in what a person wrote. */
  answer?: number
}

/**
 * Cards, places and links of one conversation.
 * In: the conversation and all its messages. Out: each card once, in the order of first appearance; every place it was
 * found, with a range whose canonical form is the card's content; structural links. Takes the visible messages of user
 * and assistant on all branches: their `text` parts, and `code` parts whole. Pure; never throws on any text.
 */
export const derive: Derive = (conversation, messages) => {
  const drafts = new Map<string, Draft>()
  const sources: AcuSource[] = []
  const turns: Turn[] = []
  const turnOf = new Map<string, Turn | undefined>()
  const byId = new Map(messages.map((message) => [message.id, message]))

  for (const message of messages) {
    const role = message.role
    if ((role !== 'user' && role !== 'assistant') || !isVisible(message)) continue
    const asked = role === 'assistant' ? askedBefore(message, byId, turnOf) : undefined
    const cards: Placed[] = []
    message.parts.forEach((part, index) => {
      if (part.type !== 'text' && part.type !== 'code') return
      const text = part.text.length > MAX_TEXT ? part.text.slice(0, MAX_TEXT) : part.text
      const pieces = part.type === 'text' ? decompose(text, role) : wholeCode(text, part.language)
      if (pieces.length === 0) return
      const isPrivate = findPrivate(text).length > 0
      const question = asked && questionOf(message, byId)
      place(conversation, message, index, text, pieces, isPrivate, question, drafts, sources, cards)
    })
    const turn: Turn = { role, cards, ...(asked ? { repliesTo: asked } : {}) }
    if (cards.length > 0) turns.push(turn)
    turnOf.set(message.id, turn)
  }
  return {
    extractorVersion: EXTRACTOR_VERSION,
    cards: [...drafts.values()].map((draft) => finished(draft)),
    sources,
    links: linkTurns(turns),
  }
}

/** Adds the cards of one part's pieces, their places, and what links need. */
function place(
  conversation: Conversation,
  message: Message,
  part: number,
  text: string,
  pieces: readonly Piece[],
  isPrivate: boolean,
  question: string | undefined,
  drafts: Map<string, Draft>,
  sources: AcuSource[],
  cards: Placed[],
): void {
  const role = message.role === 'user' ? 'user' : 'assistant'
  const placed: (Placed | undefined)[] = []
  const spoken = proseLanguage(text)
  const contents = pieces.map(({ start, end }) => canonicalContent(text.slice(start, end)))
  const isBlank = contents.map((content) => content.trim() === '')
  const isProse = ({ kind }: Piece): boolean => kind === 'passage' || kind === 'item'
  const isReply = question !== undefined && cards.length === 0
  const first = isReply ? pieces.findIndex((piece, at) => isProse(piece) && !isBlank[at]) : -1
  const types = typesOf(pieces, contents, role, first)
  // What a person writes is theirs, whatever it is.
  const worthy = role === 'assistant' ? worthOf(text, pieces, contents, types) : undefined
  const answer = role === 'assistant' ? answerWorth(text) : undefined
  for (const [at, piece] of pieces.entries()) {
    if (isBlank[at]) {
      placed.push(undefined)
      continue
    }
    const content = contents[at]!
    const type = types[at]!
    const isFirst = at === first
    const id = sha3Hex(lendUtf8(content))
    const isWorthy = worthy?.[at] !== false
    let draft = drafts.get(id)
    if (draft) {
      draft.copies++
      draft.isWorthy ||= isWorthy
    } else {
      draft = {
        card: makeCard(
          id,
          content,
          isFirst ? withQuestion(piece, question) : piece,
          role,
          type,
          isPrivate,
          spoken,
          message.createdAt ?? conversation.createdAt,
        ),
        copies: 1,
        isWorthy,
      }
      drafts.set(id, draft)
    }
    if (answer !== undefined) draft.answer = Math.max(answer, draft.answer ?? 0)
    sources.push({
      acuId: id,
      conversationId: conversation.id,
      messageId: message.id,
      part,
      start: piece.start,
      end: piece.end,
    })
    const parent = piece.parent === undefined ? undefined : placed[piece.parent]
    const here: Placed = {
      acuId: id,
      type: draft.card.type,
      kind: piece.kind,
      start: piece.start,
      end: piece.end,
      passage: piece.passage,
      ...(piece.procedure === undefined ? {} : { procedure: piece.procedure }),
      ...(parent ? { parent } : {}),
    }
    placed.push(here)
    cards.push(here)
  }
}

function makeCard(
  id: string,
  content: string,
  piece: Piece,
  role: 'user' | 'assistant',
  type: AcuType,
  isPrivate: boolean,
  spoken: string | undefined,
  createdAt: number,
): DerivedAcu {
  const language = piece.kind === 'code' ? codeLanguage(content, piece.language) : languageIn(content, spoken)
  const quality = score(content, type, piece.context !== undefined, 1)
  const findings = isPrivate ? findPrivate(content) : []
  return {
    id,
    content,
    type,
    category: categoryOf(type, content, role),
    ...(language === undefined ? {} : { language }),
    ...(piece.context === undefined ? {} : { context: piece.context }),
    quality,
    securityLevel: levelOf(findings),
    findings,
    state: 'ACTIVE',
    createdAt,
  }
}

const FOREIGN = /[^\s!-\u024f\u2000-\u2bff]/

/** Language of a card: that of its message, unless the scripts differ. */
const languageIn = (content: string, spoken: string | undefined): string | undefined =>
  spoken !== undefined && spoken !== 'zh' && spoken !== 'ja' && !FOREIGN.test(content.slice(0, 300))
    ? /^(?:en|de|es|fr|pt|it|nl|pl|tr)$/.test(spoken)
      ? spoken
      : proseLanguage(content)
    : proseLanguage(content)

/**
 * The card as all its places make it: copies lower its quality, and one that says nothing alone is not shown. Whether it is
 * shown is decided by the card alone; how good it is, by its answer too.
 */
function finished({ card, copies, isWorthy, answer }: Draft): DerivedAcu {
  const alone = copies === 1 ? card.quality : score(card.content, card.type, card.context !== undefined, copies)
  const state = isWorthy && alone.overall >= QUALITY_FLOOR ? 'ACTIVE' : 'DORMANT'
  return { ...card, quality: answer === undefined ? alone : inAnswer(alone, answer), state }
}

const MAX_QUESTION = 160

/** First line of the nearest question above a message, as far as it fits into a line. */
function questionOf(message: Message, byId: ReadonlyMap<string, Message>): string {
  let at = message.parentId === undefined ? undefined : byId.get(message.parentId)
  for (let steps = 0; at && at.role !== 'user' && steps < 50; steps++)
    at = at.parentId === undefined ? undefined : byId.get(at.parentId)
  const text = at?.parts.find((part) => part.type === 'text')?.text ?? ''
  const line = text.trim().split('\n', 1)[0]!.trim()
  return line.length > MAX_QUESTION || isEmptyPrompt(line) ? '' : line
}

/** What an answer answers introduces it, where nothing else does. */
const withQuestion = (piece: Piece, question: string | undefined): Piece =>
  piece.context === undefined && question ? { ...piece, context: question } : piece

/** The nearest user's turn above a message. */
function askedBefore(
  message: Message,
  byId: ReadonlyMap<string, Message>,
  turnOf: ReadonlyMap<string, Turn | undefined>,
): Turn | undefined {
  let at = message.parentId === undefined ? undefined : byId.get(message.parentId)
  for (let steps = 0; at && steps < 50; steps++) {
    const turn = turnOf.get(at.id)
    if (at.role === 'user' && turn) return turn
    at = at.parentId === undefined ? undefined : byId.get(at.parentId)
  }
  return undefined
}

function wholeCode(text: string, language: string | undefined): Piece[] {
  if (text.trim() === '') return []
  const named = language && language !== 'unknown' ? { language: language.toLowerCase() } : {}
  return [{ kind: 'code', start: 0, end: text.length, passage: 0, ...named }]
}
