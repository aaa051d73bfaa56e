import type { Part } from '../../domain/conversation.ts'
import { isObject } from '../../domain/json.ts'
import { readToolCall, textOf, textParts, toolResult } from '../chat-content.ts'
import { authorNamed, roleNamed } from '../chat-role.ts'
import type { Damage } from '../damage.ts'
import type { MessageDraft } from '../draft.ts'
import { asFilledText, asJson, asList, asObject, asSize, asText } from '../raw-values.ts'

/** A version of a message that cannot be read, kept raw. */
export const brokenVersion = (value: unknown): MessageDraft => ({
  role: 'system',
  parts: [{ type: 'unknown', kind: 'message', raw: asJson(value) }],
  hidden: true,
  metadata: {},
})

/**
 * Reads one version of a message: `singleStep` with its content, or `multiStep`, whose steps are blocks of content, what
 * became of calls to tools, and notes for developers, which are kept but not shown.
 */
export function readVersion(value: unknown, damage: Damage): MessageDraft {
  const raw = asObject(value)
  const stated = asFilledText(raw['role'])
  const role = roleNamed(stated)
  const steps = raw['steps']
  const { content } = raw
  const readable = Array.isArray(steps) || Array.isArray(content) || typeof content === 'string'
  if (!isObject(value)) damage.add('is not in the list as a message')
  else if (stated === undefined) damage.add(readable ? 'has no author' : 'has neither author nor content')
  else if (!readable && role !== 'system') damage.add('has no content')
  if (!isObject(value) || stated === undefined || (!readable && role !== 'system'))
    return { ...brokenVersion(value), role, hidden: stated === undefined }

  const model =
    asList(steps).flatMap((step) => {
      const info = asObject(asObject(step)['genInfo'])
      return asFilledText(info['indexedModelIdentifier']) ?? asFilledText(info['identifier']) ?? []
    })[0] ?? asFilledText(asObject(raw['senderInfo'])['senderName'])
  const author = authorNamed(stated)
  return {
    role,
    ...(author !== undefined && { author }),
    parts: Array.isArray(steps) ? steps.flatMap(readStep) : readBlock(content, false),
    hidden: false,
    ...(role === 'assistant' && model !== undefined && { model }),
    metadata: {},
  }
}

const unknown = (kind: string, raw: unknown): Part => ({ type: 'unknown', kind, raw: asJson(raw) })

function readStep(value: unknown): Part[] {
  const step = asObject(value)
  switch (step['type']) {
    case 'contentBlock': {
      const style = asObject(step['style'])
      const parts = readBlock(step['content'], style['type'] === 'thinking')
      const summary = asFilledText(style['title'])
      return summary === undefined
        ? parts
        : parts.map((part) => (part.type === 'thinking' ? { ...part, summary } : part))
    }
    case 'toolStatus': {
      const status = asObject(asObject(step['statusState'])['status'])
      const error = textOf(status['error'])
      const id = asFilledText(step['callId'])
      return error === undefined ? [unknown('toolStatus', value)] : [toolResult(error, { id, isError: true })]
    }
    default:
      return [unknown(asFilledText(step['type']) ?? 'step', value)]
  }
}

function readBlock(content: unknown, isThinking: boolean): Part[] {
  if (typeof content === 'string') return textParts(asText(content))
  return asList(content).flatMap((item) => readItem(item, isThinking))
}

function readItem(value: unknown, isThinking: boolean): Part[] {
  const item = asObject(value)
  switch (item['type']) {
    case 'text': {
      const text = asText(item['text'])
      if (text === undefined) return [unknown('text', value)]
      if (text.trim() === '') return []
      return isThinking ? [{ type: 'thinking', text }] : [{ type: 'text', text }]
    }
    case 'file': {
      const pointer = asFilledText(item['fileIdentifier'])
      const name = asFilledText(item['name']) ?? pointer
      if (name === undefined) return [unknown('file', value)]
      if (item['fileType'] === 'image' && pointer !== undefined) return [{ type: 'image', pointer, name }]
      const size = asSize(item['sizeBytes'])
      return [{ type: 'file', name, ...(pointer !== undefined && { pointer }), ...(size !== undefined && { size }) }]
    }
    case 'toolCallRequest':
      return readToolCall({
        id: item['toolCallRequestId'] ?? String(asSize(item['callId']) ?? ''),
        name: item['name'],
        arguments: item['parameters'],
      })
    case 'toolCallResult':
      return [
        toolResult(textOf(item['content']) ?? '', {
          id: asFilledText(item['toolCallRequestId']) ?? asFilledText(item['toolCallId']),
        }),
      ]
    default:
      return typeof value === 'string'
        ? textParts(asText(value))
        : [unknown(asFilledText(item['type']) ?? 'block', value)]
  }
}
