import type { Part, Role } from '../../domain/conversation.ts'
import { isObject } from '../../domain/json.ts'
import type { Damage } from '../damage.ts'
import type { MessageDraft } from '../draft.ts'
import type { InlineAssets } from '../inline-assets.ts'
import { asFilledText, asJson, asList, asObject, asText, asTime } from '../raw-values.ts'

/** One message of a session. What the program itself says (`info`, `warning`, `error`) is hidden. */
export function readGeminiMessage(value: unknown, assets: InlineAssets, damage: Damage): MessageDraft {
  const raw = asObject(value)
  const stated = asFilledText(raw['type'])
  // What the person typed; `content` has the files it names written into it.
  const content = stated === 'user' ? (raw['displayContent'] ?? raw['content']) : raw['content']
  const readable = content !== null && content !== undefined
  if (!isObject(value)) damage.add('is not in the list as a message')
  else if (stated === undefined) damage.add(readable ? 'has no author' : 'has neither author nor content')
  else if (!readable) damage.add('has no content')

  const sound = stated !== undefined && readable
  const parts = sound ? allParts(raw, content, stated, assets) : []
  const role = roleOf(stated, parts)
  const createdAt = asTime(raw['timestamp'])
  const model = asFilledText(raw['model'])
  return {
    role,
    parts: sound ? parts : [{ type: 'unknown', kind: 'message', raw: asJson(value) }],
    ...(createdAt !== undefined && { createdAt }),
    hidden: role === 'system' || role === 'tool',
    ...(model !== undefined && { model }),
    metadata: role === 'system' && stated !== undefined ? { kind: stated } : {},
  }
}

function allParts(raw: Record<string, unknown>, content: unknown, stated: string, assets: InlineAssets): Part[] {
  const items = Array.isArray(content) ? content : [content]
  const parts = items.flatMap((item) => readPart(item, assets))
  if (stated === 'error') return parts.map((part) => (part.type === 'text' ? { type: 'error', text: part.text } : part))
  return [...asList(raw['thoughts']).flatMap(readThought), ...parts, ...asList(raw['toolCalls']).flatMap(readToolCall)]
}

function roleOf(stated: string | undefined, parts: readonly Part[]): Role {
  if (stated === 'gemini') return 'assistant'
  if (stated !== 'user') return 'system'
  return parts.length > 0 && parts.every(({ type }) => type === 'tool_result') ? 'tool' : 'user'
}

/** A part as Google's interface has it: a text, or one of text, bytes, a file, a call, its result. */
function readPart(value: unknown, assets: InlineAssets): Part[] {
  const part = asObject(value)
  const text = asText(value) ?? asText(part['text'])
  if (text !== undefined) {
    if (text.trim() === '') return []
    return [part['thought'] === true ? { type: 'thinking', text } : { type: 'text', text }]
  }
  const { functionCall, functionResponse } = part
  if (isObject(functionCall)) return [readCall(functionCall)]
  if (isObject(functionResponse)) return [readResponse(functionResponse)]
  return [readFile(part, assets) ?? { type: 'unknown', kind: 'part', raw: asJson(value) }]
}

function readFile(part: Record<string, unknown>, assets: InlineAssets): Part | undefined {
  const inline = asObject(part['inlineData'])
  const file = asObject(part['fileData'])
  const data = asFilledText(inline['data'])
  const pointer = data === undefined ? asFilledText(file['fileUri']) : assets.addBase64(data)
  if (pointer === undefined) return undefined
  const mimeType = asFilledText(inline['mimeType']) ?? asFilledText(file['mimeType'])
  const more = mimeType === undefined ? {} : { mimeType }
  if (mimeType?.startsWith('image/')) return { type: 'image', pointer, ...more }
  if (mimeType?.startsWith('audio/')) return { type: 'audio', pointer, ...more }
  return { type: 'file', pointer, name: asFilledText(file['displayName']) ?? 'file', ...more }
}

function readThought(value: unknown): Part[] {
  const { subject, description } = asObject(value)
  const summary = asFilledText(subject)
  const text = asFilledText(description) ?? summary
  return text === undefined ? [] : [{ type: 'thinking', text, ...(summary !== undefined && { summary }) }]
}

function readCall(call: Record<string, unknown>): Part {
  const id = asFilledText(call['id'])
  const name = asFilledText(call['name']) ?? 'tool'
  return { type: 'tool_call', name, input: asJson(call['args'] ?? null), ...(id !== undefined && { id }) }
}

function readResponse(response: Record<string, unknown>, isError = false): Part {
  const id = asFilledText(response['id'])
  const name = asFilledText(response['name'])
  const result = asObject(response['response'])
  return {
    type: 'tool_result',
    text: asText(result['output']) ?? asText(result['error']) ?? JSON.stringify(asJson(response['response'] ?? null)),
    ...(name !== undefined && { name }),
    ...(id !== undefined && { id }),
    ...((isError || 'error' in result) && { isError: true }),
  }
}

function readToolCall(value: unknown): Part[] {
  const call = asObject(value)
  const isError = call['status'] === 'error'
  const results = Array.isArray(call['result']) ? call['result'] : [call['result']]
  return [
    readCall(call),
    ...results.flatMap((result): Part[] => {
      const { functionResponse } = asObject(result)
      if (isObject(functionResponse)) return [readResponse(functionResponse, isError)]
      const text = asText(result) ?? asText(asObject(result)['text'])
      const name = asFilledText(call['name'])
      if (text === undefined) return []
      return [{ type: 'tool_result', text, ...(name !== undefined && { name }), ...(isError && { isError }) }]
    }),
  ]
}
