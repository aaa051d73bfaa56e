import type { Part, Role } from '../../domain/conversation.ts'
import { isObject, type Json } from '../../domain/json.ts'
import type { Damage } from '../damage.ts'
import type { InlineAssets } from '../inline-assets.ts'
import { asFilledText, asJson, asList, asObject, asText } from '../raw-values.ts'

/** A message as one item of a session tells it. */
export interface CodexMessage {
  readonly role: Role
  readonly parts: readonly Part[]
  readonly hidden: boolean
  readonly author?: string
}

/** Texts that Codex itself puts where the person's words stand. */
const MADE_BY_PROGRAM =
  /^\s*(?:<(?:environment_context|user_instructions|permissions instructions|turn_aborted|subagent_notification|user_shell_command|skill|apps_instructions|collaboration_mode|model_switch)>|# AGENTS\.md instructions for )/

/** Items that keep the books of the program. */
const BOOKS = new Set(['ghost_snapshot', 'compaction', 'compaction_summary', 'other'])

/** The message of one item of OpenAI's Responses interface; undefined for those that hold none. */
export function readCodexItem(value: unknown, assets: InlineAssets, damage: Damage): CodexMessage | undefined {
  const item = asObject(value)
  const type = asFilledText(item['type']) ?? ('role' in item || 'content' in item ? 'message' : undefined)
  switch (type) {
    case 'message':
      return readMessage(item, assets, damage)
    case 'reasoning':
      return readReasoning(item)
    case 'function_call':
      return toolCall(item, asFilledText(item['name']), jsonOrText(item['arguments']))
    case 'custom_tool_call':
    case 'tool_search_call':
      return toolCall(item, asFilledText(item['name']) ?? type, jsonOrText(item['input'] ?? item['arguments']))
    case 'local_shell_call':
    case 'web_search_call':
      return toolCall(item, type.slice(0, -'_call'.length), asJson(item['action'] ?? null))
    case 'function_call_output':
    case 'custom_tool_call_output':
    case 'local_shell_call_output':
    case 'tool_search_output':
      return toolResult(item)
    case 'image_generation_call':
      return readPicture(item, assets)
    default:
      if (type !== undefined && BOOKS.has(type)) return undefined
      if (type === undefined) damage.add('has neither author nor content')
      return { role: 'system', parts: [unknown(type ?? 'message', value)], hidden: true }
  }
}

const unknown = (kind: string, raw: unknown): Part => ({ type: 'unknown', kind, raw: asJson(raw) })

function readMessage(item: Record<string, unknown>, assets: InlineAssets, damage: Damage): CodexMessage {
  const { content } = item
  const stated = asFilledText(item['role'])
  const readable = Array.isArray(content) || typeof content === 'string'
  if (stated === undefined) damage.add(readable ? 'has no author' : 'has neither author nor content')
  else if (!readable) damage.add('has no content')
  const role = roleOf(stated)
  if (stated === undefined || !readable) return { role, parts: [unknown('message', item)], hidden: !stated }
  const parts =
    typeof content === 'string' ? textParts(content) : asList(content).flatMap((one) => readBlock(one, assets))
  return { role, parts, hidden: role === 'system' || isOfProgram(role, parts), ...authorOf(stated, role) }
}

const authorOf = (stated: string, role: Role): { author?: string } => (stated === role ? {} : { author: stated })

function roleOf(stated: string | undefined): Role {
  return stated === 'user' || stated === 'assistant' || stated === 'tool' ? stated : 'system'
}

function isOfProgram(role: Role, parts: readonly Part[]): boolean {
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []))
  return role === 'user' && texts.length > 0 && texts.every((text) => MADE_BY_PROGRAM.test(text))
}

const textParts = (value: unknown): Part[] => {
  const text = asFilledText(value)
  return text === undefined ? [] : [{ type: 'text', text }]
}

function readBlock(value: unknown, assets: InlineAssets): Part[] {
  const block = asObject(value)
  if (typeof block['text'] === 'string') return textParts(block['text'])
  const url = asFilledText(block['image_url'])
  if (block['type'] !== 'input_image' || url === undefined)
    return [unknown(asFilledText(block['type']) ?? 'block', value)]
  const inline = assets.addUrl(url)
  return [{ type: 'image', pointer: inline?.pointer ?? url, ...(inline && { mimeType: inline.mimeType }) }]
}

function readReasoning(item: Record<string, unknown>): CodexMessage | undefined {
  const texts = (value: unknown): string =>
    asList(value)
      .flatMap((one) => asFilledText(asObject(one)['text']) ?? [])
      .join('\n\n')
  const summary = texts(item['summary'])
  const text = texts(item['content'])
  // What is only there encrypted can be read by nobody.
  if (summary === '' && text === '') return undefined
  const part: Part = { type: 'thinking', text: text || summary, ...(text !== '' && summary !== '' && { summary }) }
  return { role: 'assistant', parts: [part], hidden: true }
}

function toolCall(item: Record<string, unknown>, name: string | undefined, input: Json): CodexMessage {
  const id = asFilledText(item['call_id']) ?? asFilledText(item['id'])
  const part: Part = { type: 'tool_call', name: name ?? 'tool', input, ...(id !== undefined && { id }) }
  return { role: 'assistant', parts: [part], hidden: true }
}

function jsonOrText(value: unknown): Json {
  if (typeof value !== 'string') return asJson(value ?? null)
  try {
    return asJson(JSON.parse(value))
  } catch {
    return value.toWellFormed()
  }
}

/** The output is a text (older ones JSON in a text: `{output, metadata}`), an object with `content`, or a list of texts. */
function toolResult(item: Record<string, unknown>): CodexMessage {
  const id = asFilledText(item['call_id'])
  const { output } = item
  const parsed = typeof output === 'string' && output.startsWith('{') ? jsonOrText(output) : output
  const raw = isObject(parsed) ? parsed : {}
  const list = Array.isArray(output) ? output : Array.isArray(raw['content']) ? raw['content'] : []
  const text =
    asText(raw['output']) ??
    asText(raw['content']) ??
    asText(output) ??
    list.flatMap((one) => asFilledText(asObject(one)['text']) ?? []).join('\n\n')
  const code = asObject(raw['metadata'])['exit_code']
  const isError = raw['success'] === false || (typeof code === 'number' && code !== 0)
  const part: Part = { type: 'tool_result', text, ...(id !== undefined && { id }), ...(isError && { isError }) }
  return { role: 'tool', parts: [part], hidden: true }
}

function readPicture(item: Record<string, unknown>, assets: InlineAssets): CodexMessage | undefined {
  const data = asFilledText(item['result'])
  const pointer = data === undefined ? undefined : assets.addBase64(data)
  if (pointer === undefined) return undefined
  const text = asFilledText(item['revised_prompt'])
  return { role: 'assistant', parts: [{ type: 'image', pointer, ...(text !== undefined && { text }) }], hidden: false }
}
