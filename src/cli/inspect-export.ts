import { shownOf } from '../domain/acu.ts'
import type { ImportedConversation, Message, Role } from '../domain/conversation.ts'
import { isVisible, partText, pathTo } from '../domain/message-tree.ts'
import type { Derive } from '../domain/ports/knowledge.ts'
import { readExport } from '../importers/read-export.ts'

export interface InspectOptions {
  readonly capturedAt: number
  /** List the conversations too. */
  readonly conversations?: boolean
  /** Counts cards, links and security levels where it is given. */
  readonly derive?: Derive
  /** Dormant cards count too. */
  readonly all?: boolean
  /** Called with each card of each conversation, as it is printed, and with each link. */
  readonly onCard?: (card: CardLine) => void
  readonly onLink?: (link: LinkLine) => void
}

/** What is printed for one file. */
export interface Inspection {
  readonly format: string
  readonly conversations: number
  readonly messages: Partial<Record<Role, number>>
  readonly visible: { readonly user: number; readonly assistant: number }
  readonly path: number
  readonly forks: number
  readonly unreadable: readonly { readonly name: string; readonly reason: string }[]
  readonly cards?: Record<string, number>
  readonly links?: Record<string, number>
  readonly security?: Record<string, number>
  readonly list?: readonly ConversationLine[]
}

export interface ConversationLine {
  readonly sourceUrl: string
  readonly title: string
  /** Visible messages on the active path. */
  readonly path: number
  /** Texts of the first and the last visible message of the active path. */
  readonly firstText: string
  readonly lastText: string
  readonly contentHash: string
}

export interface CardLine {
  readonly id: string
  readonly type: string
  readonly category: string
  readonly quality: number
  readonly securityLevel: number
  readonly findings: readonly unknown[]
  readonly content: string
  readonly sources: readonly {
    readonly conversation: string
    readonly message: string
    readonly start: number
    readonly end: number
  }[]
}

export interface LinkLine {
  readonly source: string
  readonly target: string
  readonly relation: string
  readonly weight: number
  readonly evidence: string
}

/**
 * Reads one export and counts what is in it. Throws a RefusedFileError where it cannot be read at all.
 * A conversation that comes a second time, newer, replaces the first in every count.
 */
export async function inspectExport(
  file: Blob & { readonly name: string },
  options: InspectOptions,
): Promise<Inspection> {
  const formats = new Set<string>()
  const unreadable: { name: string; reason: string }[] = []
  const summaries = new Map<string, Summary>()
  for await (const event of readExport(file, { capturedAt: options.capturedAt })) {
    if (event.type === 'detected') formats.add(event.format)
    else if (event.type === 'unreadable') unreadable.push({ name: event.name, reason: event.reason })
    else if (event.type === 'conversation' && !event.companion)
      summaries.set(event.imported.conversation.sourceUrl, summarise(event.imported, options))
  }

  const all = [...summaries.values()]
  const sum = (number: (summary: Summary) => number): number => all.reduce((total, one) => total + number(one), 0)
  const list = all.flatMap(({ line }) => (line ? [line] : []))
  return {
    format: [...formats].join('+'),
    conversations: all.length,
    messages: merge(all.map(({ counts }) => counts.messages)),
    visible: { user: sum(({ counts }) => counts.visibleUser), assistant: sum(({ counts }) => counts.visibleAssistant) },
    path: sum(({ counts }) => counts.path),
    forks: sum(({ counts }) => counts.forks),
    unreadable,
    ...(options.derive && {
      cards: merge(all.map(({ cards }) => cards)),
      links: merge(all.map(({ links }) => links)),
      security: merge(all.map(({ security }) => security)),
    }),
    ...(options.conversations && { list }),
  }
}

interface Summary {
  readonly counts: ImportedConversation['conversation']['counts']
  readonly line?: ConversationLine
  readonly cards: Record<string, number>
  readonly links: Record<string, number>
  readonly security: Record<string, number>
}

function summarise(imported: ImportedConversation, options: InspectOptions): Summary {
  const { conversation, messages } = imported
  const summary = {
    counts: conversation.counts,
    ...(options.conversations && { line: conversationLine(imported) }),
  }
  if (!options.derive) return { ...summary, cards: {}, links: {}, security: {} }

  const derivation = options.derive(conversation, messages)
  const { sources } = derivation
  const { cards, links } = options.all ? derivation : shownOf(derivation)
  if (options.onCard)
    for (const card of cards)
      options.onCard({
        id: card.id,
        type: card.type,
        category: card.category,
        quality: card.quality.overall,
        securityLevel: card.securityLevel,
        findings: card.findings,
        content: card.content,
        sources: sources
          .filter(({ acuId }) => acuId === card.id)
          .map(({ conversationId, messageId, start, end }) => ({
            conversation: conversationId,
            message: messageId,
            start,
            end,
          })),
      })
  for (const link of links)
    options.onLink?.({
      source: link.sourceId,
      target: link.targetId,
      relation: link.relation,
      weight: link.weight,
      evidence: link.evidence,
    })
  return {
    ...summary,
    cards: tally(cards.map(({ type }) => type)),
    links: tally(links.map(({ relation }) => relation)),
    security: tally(cards.map(({ securityLevel }) => String(securityLevel))),
  }
}

function conversationLine({ conversation, messages }: ImportedConversation): ConversationLine {
  const shown = pathTo(messages, conversation.activeLeafId).filter(isVisible)
  return {
    sourceUrl: conversation.sourceUrl,
    title: conversation.title,
    path: shown.length,
    firstText: textOf(shown[0]),
    lastText: textOf(shown.at(-1)),
    contentHash: conversation.contentHash,
  }
}

/** What a person reads of a message: its texts and code, not its files or thoughts. */
const textOf = (message: Message | undefined): string =>
  (message?.parts ?? [])
    .filter(({ type }) => type === 'text' || type === 'code')
    .map(partText)
    .join('\n')

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

function merge(counts: readonly Partial<Record<string, number>>[]): Record<string, number> {
  const merged: Record<string, number> = {}
  for (const one of counts)
    for (const [name, count] of Object.entries(one)) merged[name] = (merged[name] ?? 0) + (count ?? 0)
  return merged
}
