import type { CardForm } from './card-form.ts'
import { isBareCode, isBareFormula } from './card-form.ts'
import { containedMarkdown, endsInProse, fenced } from './contained-markdown.ts'
import type { Provider } from './conversation.ts'
import { estimateTokens } from './estimate-tokens.ts'

/** Where a card of a pack was found. */
export interface PackSource {
  readonly title: string
  readonly provider: Provider
  readonly role: 'user' | 'assistant'
  /** Ordinal among the messages of its role, from 1. */
  readonly ordinal: number
  /** Ms since 1970 UTC. */
  readonly at?: number
  /** Address of the passage in this app. */
  readonly link: string
  /** Address of the conversation at its provider. */
  readonly sourceUrl?: string
}

/** A card for a pack: what private data is to be hidden is hidden already. */
export interface PackCard extends CardForm {
  readonly id: string
  readonly kind: 'card'
  readonly acuId: string
  /** 0–100. */
  readonly quality: number
  /** Heading or sentence that introduces it. */
  readonly context?: string
  readonly note?: string
  readonly source?: PackSource
  /** Who made a received card. */
  readonly authorDid?: string
}

/** What may go into a pack, by the id of its entry. */
export type PackItem = PackCard | { readonly id: string; readonly kind: 'heading' | 'text'; readonly text: string }

/** What goes first while there is room. The pack itself keeps the order of the notebook. */
export type PackPriority = 'order' | 'quality'

/** The words of a pack that are nobody's own. Each result is plain text, in one line. */
export interface PackWords {
  readonly untitled: string
  /** Stands below the title. */
  readonly intro: string
  readonly note: string
  readonly passage: string
  readonly conversation: string
  from(context: string): string
  /** Names where a card comes from, without its addresses. */
  footnote(card: PackCard): string
}

export interface PackRequest {
  readonly title: string
  readonly items: readonly PackItem[]
  /** Most tokens, as {@link estimateTokens} counts them. */
  readonly budget: number
  readonly priority: PackPriority
  readonly words: PackWords
}

/** One piece of a pack, as Markdown. A card has its footnote's label. */
export interface PackBlock {
  readonly id: string
  readonly kind: PackItem['kind']
  readonly body: string
  /** A line above it, as Markdown. */
  readonly above?: string
  /** What the person noted, as Markdown. */
  readonly below?: string
  readonly label?: string
}

export interface PackFootnote {
  readonly label: string
  /** Plain text. */
  readonly text: string
  readonly links: readonly { readonly name: string; readonly url: string }[]
}

export interface ContextPack {
  /** The whole pack; empty where nothing fits. */
  readonly markdown: string
  /** Of the whole, estimated; never more than the budget. */
  readonly tokens: number
  readonly blocks: readonly PackBlock[]
  readonly footnotes: readonly PackFootnote[]
  /** Tokens each item takes, with its footnote, by id. */
  readonly costs: ReadonlyMap<string, number>
  /** Ids of the cards and texts that did not fit, in the order of the items. */
  readonly leftOut: readonly string[]
}

/**
 * Cards as Markdown with a footnote for each, within a budget of tokens. What is in it stands as it was given; a card
 * that would spill over (an open fence, say) stands in a block of code. Headings are taken with the first thing below
 * them that fits. Labels of footnotes differ from all that cards use themselves. Pure.
 */
export function contextPack({ title, items, budget, priority, words }: PackRequest): ContextPack {
  const prefix = freePrefix(items)
  const widest = `${prefix}${items.length}`
  const head = [`# ${oneLine(title) || words.untitled}`, `> ${words.intro}`]
  // The separators count one token each at most, so that sums are never below what the whole comes to.
  const costs = new Map(items.map((item) => [item.id, costOf(item, widest, words)]))
  const taken = choose(items, costs, budget - estimateTokens(head.join('\n\n')) - 1, priority)
  const wanted = items.filter(({ id }) => taken.has(id))
  const cards = wanted.filter((item) => item.kind === 'card')
  const labels = new Map(cards.map(({ id }, index) => [id, `${prefix}${index + 1}`]))
  const blocks = wanted.map((item) => blockOf(item, labels.get(item.id), words))
  const footnotes = cards.map((card) => footnoteOf(card, labels.get(card.id)!, words))
  const texts = [...head, ...blocks.map(blockText), ...footnotes.map(footnoteText)]
  const markdown = wanted.length === 0 ? '' : `${texts.join('\n\n')}\n`
  return {
    markdown,
    tokens: estimateTokens(markdown),
    blocks,
    footnotes,
    costs,
    leftOut: items.flatMap(({ id, kind }) => (kind === 'heading' || taken.has(id) ? [] : [id])),
  }
}

function costOf(item: PackItem, label: string, words: PackWords): number {
  const block = estimateTokens(blockText(blockOf(item, label, words))) + 1
  return item.kind === 'card' ? block + estimateTokens(footnoteText(footnoteOf(item, label, words))) + 1 : block
}

/** Ids of what fits, each heading with the first that does below it. */
function choose(
  items: readonly PackItem[],
  costs: ReadonlyMap<string, number>,
  budget: number,
  priority: PackPriority,
): ReadonlySet<string> {
  let heading: string | undefined
  const things = items.flatMap((item) => {
    if (item.kind === 'heading') heading = item.id
    return item.kind === 'heading' ? [] : [{ item, heading }]
  })
  // A person's own words before any card; sorting is stable.
  const rank = (item: PackItem): number => (item.kind === 'card' ? item.quality : Infinity)
  if (priority === 'quality') things.sort((a, b) => Math.sign(rank(b.item) - rank(a.item)) || 0)
  const taken = new Set<string>()
  let left = budget
  for (const { item, heading: above } of things) {
    const needs = [item.id, ...(above === undefined || taken.has(above) ? [] : [above])]
    const cost = needs.reduce((sum, id) => sum + costs.get(id)!, 0)
    if (cost > left) continue
    left -= cost
    for (const id of needs) taken.add(id)
  }
  return taken
}

/** The shortest beginning of labels that no text uses for footnotes of its own. */
function freePrefix(items: readonly PackItem[]): string {
  const used = items
    .flatMap((item) => (item.kind === 'card' ? [item.content, item.context ?? '', item.note ?? ''] : [item.text]))
    .flatMap((text) => text.match(/\[\^[^\]\s]*/g) ?? [])
  let prefix = ''
  // Labels differ in more than their case.
  while (used.some((mark) => mark.toLowerCase().startsWith(`[^${prefix}`))) prefix += 's'
  return prefix
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
/** Plain text in one line of Markdown. */
const inline = (text: string): string => oneLine(text).replace(/[\\`*_[\]<>]/g, '\\$&')

function blockOf(item: PackItem, label: string | undefined, words: PackWords): PackBlock {
  const { id, kind } = item
  if (item.kind !== 'card') {
    const body = item.kind === 'heading' ? `## ${oneLine(item.text)}` : containedMarkdown(item.text)
    return { id, kind, body }
  }
  const { context = '', note = '' } = item
  return {
    id,
    kind,
    body: bodyOf(item),
    ...(context.trim() !== '' && { above: `*${inline(words.from(context))}*` }),
    ...(note.trim() !== '' && { below: `> ${words.note}: ${note.trim().replace(/\r\n?|\n/g, '\n> ')}` }),
    ...(label !== undefined && { label }),
  }
}

function bodyOf(card: PackCard): string {
  if (isBareCode(card)) return fenced(card.content, card.language)
  if (isBareFormula(card)) return containedMarkdown(`$$\n${card.content}\n$$`)
  return containedMarkdown(card.content)
}

function blockText({ body, above, below, label }: PackBlock): string {
  const marked = label === undefined ? body : `${body}${endsInProse(body) ? '' : '\n\n'}[^${label}]`
  return [above, marked, below].filter((text) => text !== undefined).join('\n\n')
}

function footnoteOf(card: PackCard, label: string, words: PackWords): PackFootnote {
  const { link, sourceUrl } = card.source ?? {}
  const links = [
    ...(link === undefined ? [] : [{ name: words.passage, url: link }]),
    ...(sourceUrl === undefined ? [] : [{ name: words.conversation, url: sourceUrl }]),
  ]
  return { label, text: oneLine(words.footnote(card)), links: links.filter(({ url }) => /^[^\s<>]+$/.test(url)) }
}

const footnoteText = ({ label, text, links }: PackFootnote): string =>
  [`[^${label}]: ${inline(text)}`, ...links.map(({ name, url }) => `${name}: <${url}>`)].join('. ')
