import type { Part, Role } from '../../domain/conversation.ts'
import { isObject } from '../../domain/json.ts'
import type { Damage } from '../damage.ts'
import type { MessageDraft } from '../draft.ts'
import type { InlineAssets } from '../inline-assets.ts'
import { asFilledText, asJson, asObject, asText, asTime } from '../raw-values.ts'
import { isMadeByProgram, readCodeContent } from './claude-code-content.ts'

/** The model that stands at texts of the program itself. */
const NO_MODEL = '<synthetic>'

/** The message a line holds; undefined for lines that only keep the books (snapshots, progress, titles). */
export function readLine(
  line: Record<string, unknown>,
  assets: InlineAssets,
  damage: Damage,
): MessageDraft | undefined {
  if (line['type'] === 'system') return systemMessage(line)
  const isTurn = line['type'] === 'user' || line['type'] === 'assistant'
  if (!isTurn && !isObject(line['message'])) return undefined

  const raw = asObject(line['message'])
  const { content } = raw
  const stated = isTurn ? asText(line['type']) : asFilledText(raw['role'])
  const readable = Array.isArray(content) || typeof content === 'string'
  if (stated === undefined) damage.add(readable ? 'has no author' : 'has neither author nor content')
  else if (!readable) damage.add('has no content')
  const sound = stated !== undefined && readable

  const parts = sound ? readCodeContent(content, assets) : []
  const role = roleOf(stated, parts)
  const model = asFilledText(raw['model'])
  const createdAt = asTime(line['timestamp'])
  return {
    role,
    parts: !sound
      ? [{ type: 'unknown', kind: 'message', raw: asJson(line['message']) }]
      : line['isApiErrorMessage'] === true
        ? parts.map((part) => (part.type === 'text' ? { type: 'error', text: part.text } : part))
        : parts,
    ...(createdAt !== undefined && { createdAt }),
    hidden: stated === undefined || role === 'tool' || role === 'system' || isHidden(line) || isOfProgram(role, parts),
    ...(model !== undefined && model !== NO_MODEL && { model }),
    metadata: {
      ...(line['isSidechain'] === true && { sidechain: true }),
      ...(line['isCompactSummary'] === true && { compactSummary: true }),
    },
  }
}

function systemMessage(line: Record<string, unknown>): MessageDraft | undefined {
  const text = asFilledText(line['content'])
  if (text === undefined) return undefined
  const createdAt = asTime(line['timestamp'])
  const kind = asFilledText(line['subtype'])
  return {
    role: 'system',
    parts: [{ type: 'text', text }],
    ...(createdAt !== undefined && { createdAt }),
    hidden: true,
    metadata: kind === undefined ? {} : { kind },
  }
}

const HIDING = ['isMeta', 'isSidechain', 'isCompactSummary', 'isVisibleInTranscriptOnly'] as const

const isHidden = (line: Record<string, unknown>): boolean => HIDING.some((name) => line[name] === true)

/** Results of tools come as lines of the person. */
function roleOf(stated: string | undefined, parts: readonly Part[]): Role {
  if (stated === 'assistant') return 'assistant'
  if (stated !== 'user') return 'system'
  const isResult = parts.some(({ type }) => type === 'tool_result')
  return isResult && !parts.some(({ type }) => type === 'text') ? 'tool' : 'user'
}

function isOfProgram(role: Role, parts: readonly Part[]): boolean {
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []))
  return role === 'user' && texts.length > 0 && texts.every(isMadeByProgram)
}
