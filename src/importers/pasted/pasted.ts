import type { Provider } from '../../domain/conversation.ts'
import { utf8 } from '../../domain/bytes.ts'
import { sha256Hex } from '../../domain/hash.ts'
import type { ConversationDraft, DocumentReader, MessageDraft } from '../draft.ts'
import { placeOf } from '../../domain/provider-sites.ts'
import { asFilledText, asTime } from '../raw-values.ts'
import { type FrontMatter, readFrontMatter } from './front-matter.ts'
import { findLabels, type Label } from './labels.ts'

const SEPARATOR = /\n\s*(?:-{3,}|\*{3,}|_{3,})\s*$/

/** Reads a transcript: one message a label. A text without labels is one message, a note. */
export const readPasted: DocumentReader = function* ({ text, bytes }) {
  const lines = text.toWellFormed().split('\n')
  const front = readFrontMatter(lines)
  const labels = findLabels(lines)
  const first = labels[0]?.line ?? lines.length
  const head = lines.slice(front.end, first)
  const draft = labels.length === 0 ? noteOf(head) : transcriptOf(lines, head, labels)
  const provider = draft.provider
  const place = placeOfFront(front)
  const title = asFilledText(front.values.get('title')) ?? titleOf(head)
  const createdAt = asTime(front.values.get('date') ?? front.values.get('created') ?? front.values.get('create_time'))
  const updatedAt = asTime(front.values.get('updated') ?? front.values.get('update_time'))
  const model = asFilledText(front.values.get('model'))
  yield {
    type: 'conversation',
    parsed: {
      ok: true,
      draft: {
        ...draft,
        provider: place?.provider ?? (provider === 'other' ? programOf(head) : provider),
        ...(place ? { sourceUrl: place.url } : { sourceKey: sha256Hex(utf8(text.trim())) }),
        ...(title !== undefined && { title }),
        ...(createdAt !== undefined && { createdAt }),
        ...(updatedAt !== undefined && { updatedAt }),
        ...(model !== undefined && { model }),
      },
    },
    original: bytes,
  }
}

function placeOfFront({ values }: FrontMatter): { readonly url: string; readonly provider?: Provider } | undefined {
  const stated = values.get('source') ?? values.get('url') ?? values.get('link')
  if (stated === undefined || !/^https?:\/\/\S+$/.test(stated)) return undefined
  return placeOf(stated) ?? { url: stated }
}

/** The first heading before anybody speaks, else of a note. */
function titleOf(head: readonly string[]): string | undefined {
  const filled = head.filter((line) => line.trim() !== '' && !line.startsWith('<!--'))
  return asFilledText(/^#{1,3}\s+(.{1,300})$/.exec(filled[0] ?? '')?.[1])?.trim()
}

/** SpecStory says on top which program it listened to. */
function programOf(head: readonly string[]): Provider {
  const comments = head.filter((line) => line.startsWith('<!--')).join('\n')
  if (/claude code/i.test(comments)) return 'claudecode'
  if (/codex/i.test(comments)) return 'codex'
  return /gemini/i.test(comments) ? 'gemini' : 'other'
}

function noteOf(lines: readonly string[]): ConversationDraft {
  const message: MessageDraft = {
    role: 'user',
    parts: [{ type: 'text', text: trimmed(lines.join('\n')) }],
    hidden: false,
    metadata: {},
  }
  return { provider: 'other', metadata: { kind: 'note' }, nodes: [{ key: '0', position: 0, message }] }
}

function transcriptOf(lines: readonly string[], head: readonly string[], labels: readonly Label[]): ConversationDraft {
  const texts = labels.map(({ line, rest }, index) =>
    trimmed([rest.trimStart(), ...lines.slice(line + 1, labels[index + 1]?.line ?? lines.length)].join('\n')),
  )
  const isSeparated = texts.length > 1 && texts.slice(0, -1).every((text) => SEPARATOR.test(`\n${text.slice(-200)}`))
  const messages = labels.map((label, index) =>
    messageOf(label, isSeparated ? withoutEnd(texts[index]!) : texts[index]!),
  )
  // The first words of a chat are often copied without "You said:" above them.
  const before = labels[0]!.role === 'assistant' ? openingOf(head) : undefined
  const all = before === undefined ? messages : [messageOf({ role: 'user', detail: '' }, before), ...messages]
  return {
    provider: labels.find(({ provider }) => provider !== undefined)?.provider ?? 'other',
    metadata: {},
    nodes: all.map((message, position) => ({
      key: String(position),
      position,
      ...(position > 0 && { parent: String(position - 1) }),
      message,
    })),
  }
}

function messageOf({ role, detail }: Pick<Label, 'role' | 'detail'>, text: string): MessageDraft {
  const time = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: ?Z|[+-]\d\d:?\d\d)?/.exec(detail)?.[0]
  const createdAt = asTime(time?.replace(' Z', 'Z'))
  const model = /\bmodel:? ([\w.:/-]{2,60})/.exec(detail)?.[1]
  return {
    role,
    parts: text === '' ? [] : [{ type: 'text', text }],
    ...(createdAt !== undefined && { createdAt }),
    hidden: role === 'system',
    ...(model !== undefined && { model }),
    metadata: {},
  }
}

/** What stands before the first label, without headings and comments. */
const openingOf = (head: readonly string[]): string | undefined =>
  asFilledText(trimmed(head.filter((line) => !/^(?:#{1,3}\s|<!--|-{3,}\s*$)/.test(line)).join('\n')))

/** Without blank lines around it; what stands between is as it was. */
const trimmed = (text: string): string => text.replace(/^(?:[ \t]*\n)+/, '').trimEnd()

const withoutEnd = (text: string): string => {
  const from = Math.max(0, text.length - 200)
  return trimmed(text.slice(0, from) + `\n${text.slice(from)}`.replace(SEPARATOR, '').slice(1))
}
