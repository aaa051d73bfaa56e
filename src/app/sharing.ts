import type { Draft } from '../domain/append.ts'
import { utf8 } from '../domain/bytes.ts'
import { MAX_OPERATION_BYTES } from '../domain/operation.ts'
import { packContents, type MadePack } from '../domain/pack.ts'
import type { FindPrivate } from '../domain/ports/rooms.ts'
import { isPersonalFinding } from '../domain/privacy-list.ts'
import type { SharedCard } from '../domain/shared-card.ts'
import {
  MAX_CONTENT_BYTES,
  besideText,
  contentMatches,
  isWebAddress,
  needsPack,
  sharedCardPayload,
} from '../domain/shared-card.ts'
import { breather } from './breather.ts'
import type {
  AddedCards,
  RoomRefused,
  ShareCard,
  ShareFinding,
  ShareOptions,
  SharePreview,
  SharePreviewCard,
} from './rooms-api.ts'

/** What of a card travels, and the message with it. */
export type Ticks = Pick<ShareOptions, 'includeTitle' | 'includeSource' | 'includeContext' | 'message'>

/** Cards in one share; a room holds more, added later. */
export const MAX_CARDS = 1000

/** More than {@link MAX_CARDS} at once. */
export const TOO_MANY: RoomRefused = {
  code: 'too-many',
  message: `${MAX_CARDS} cards can go at once. Nothing was shared; choose fewer.`,
}

/** What people will see of these cards, what private was found in it, and whether sharing would be refused. */
export function previewShare(cards: readonly ShareCard[], ticks: Ticks, findPrivate: FindPrivate): SharePreview {
  const shown = cards.map((card) => visible(card, ticks))
  const findings = shown.flatMap((card) => findingsOf(card, findPrivate))
  const refused = refusal(shown, findings)
  return { cards: shown, findings, ...(refused ? { refused } : {}) }
}

/**
 * Cards as people will see them, those that may not travel taken out with why. Gives the page a breath between cards,
 * since reading a long one for secrets takes a while.
 */
export async function sortOut(
  cards: readonly ShareCard[],
  ticks: Ticks,
  findPrivate: FindPrivate,
): Promise<{ passed: SharePreviewCard[]; refused: AddedCards['refused'] }> {
  const passed: SharePreviewCard[] = []
  const refused: { id: string; why: RoomRefused }[] = []
  const breathe = breather()
  for (const card of cards) {
    const { cards: shown, refused: why } = previewShare([card], ticks, findPrivate)
    if (why) refused.push({ id: card.id, why })
    else passed.push(...shown)
    await breathe()
  }
  return { passed, refused }
}

function visible(card: ShareCard, ticks: Ticks): SharePreviewCard {
  const title = ticks.includeTitle ? besideText('title', card.title) : undefined
  const context = ticks.includeContext ? besideText('context', card.context) : undefined
  const message = besideText('message', ticks.message)
  const address = ticks.includeSource ? besideText('sourceUrl', card.sourceUrl) : undefined
  const sourceUrl = address !== undefined && isWebAddress(address) ? address : undefined
  const { id, content, type, category, language, createdAt } = card
  return {
    id,
    content,
    type,
    category,
    createdAt: Math.max(0, Math.round(createdAt)),
    ...(language ? { language: language.slice(0, 40) } : {}),
    ...(title === undefined ? {} : { title }),
    ...(sourceUrl === undefined ? {} : { sourceUrl }),
    ...(context === undefined ? {} : { context }),
    ...(message === undefined ? {} : { message }),
  }
}

function findingsOf(card: SharePreviewCard, findPrivate: FindPrivate): ShareFinding[] {
  return (['content', 'title', 'sourceUrl', 'context', 'message'] as const).flatMap((field) =>
    findPrivate(card[field] ?? '').map((finding) => ({ acuId: card.id, field, finding })),
  )
}

function refusal(cards: readonly SharePreviewCard[], findings: readonly ShareFinding[]): RoomRefused | undefined {
  if (cards.length === 0) return { code: 'empty', message: 'There is no card to share. Choose at least one.' }
  if (cards.length > MAX_CARDS) return TOO_MANY
  if (!cards.every(({ id, content }) => contentMatches(id, content))) {
    return {
      code: 'not-canonical',
      message: 'A card’s text is not what its id says, so it could not be verified. Nothing was shared.',
    }
  }
  if (cards.some(({ content }) => utf8(content).length > MAX_CONTENT_BYTES)) {
    return { code: 'too-large', message: 'A card is over 2 MB. Nothing was shared; split it first.' }
  }
  const refused = findings.filter(({ finding }) => isPersonalFinding(finding))
  if (refused.length === 0) return undefined
  const kinds = [...new Set(refused.map(({ finding }) => finding.kind))].join(', ')
  return {
    code: 'private',
    message: `Found: ${kinds}. Nothing was shared. Take it out of the text, or share a copy without it.`,
    findings: refused,
  }
}

/** Operations that put these cards into a room, and the packs of the long ones. The cards were checked before. */
export function shareDrafts(cards: readonly SharePreviewCard[]): {
  drafts: Draft[]
  packs: MadePack[]
} {
  const long = cards.filter((card) => needsPack(card.content) || tooLongBeside(card))
  const packs = packContents([...new Map(long.map(({ id, content }) => [id, { id, content }])).values()])
  const packOf = new Map<string, string>()
  for (const { id: pack, cards: inPack } of packs) for (const id of inPack) packOf.set(id, pack)
  const drafts = cards.map(({ id, content, ...rest }) => {
    const pack = packOf.get(id)
    const card: SharedCard = { content: pack === undefined ? { text: content } : { pack }, ...rest }
    return { operation: 'INSERT', tableName: 'acus', recordId: id, payload: sharedCardPayload(card) } as const
  })
  return { drafts, packs }
}

/** True where content and what travels beside it would not fit one operation. */
function tooLongBeside(card: SharePreviewCard): boolean {
  return utf8(JSON.stringify(card)).length > MAX_OPERATION_BYTES - 4096
}
