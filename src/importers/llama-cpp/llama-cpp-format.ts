import { isObject } from '../../domain/json.ts'
import { someMessage } from '../chat-sniff.ts'
import type { ElementFormat, RowFormat } from '../format.ts'

/** The web page of llama.cpp until 2026: `{conv, messages}`, alone or in a list. */
export const llamaCppFormat: ElementFormat = {
  unit: 'element',
  name: 'llama-cpp',
  provider: 'other',
  sniff: (value) =>
    isObject(value) &&
    isObject(value['conv']) &&
    (someMessage(value['messages'], (one) => 'convId' in one) || 'currNode' in value['conv']),
  sniffCut: (text) => /"conv"\s*:\s*\{/.test(text) && /"convId"\s*:/.test(text),
  titleName: 'name',
  load: async () => (await import('./llama-cpp.ts')).parseLlamaCpp,
}

/** The same since: lines, a session and then its messages, each session in a file of its own in a zip. */
export const llamaCppLinesFormat: RowFormat = {
  unit: 'row',
  name: 'llama-cpp',
  provider: 'other',
  sniff: (value) =>
    isObject(value) &&
    ((value['type'] === 'session' && typeof value['harness'] === 'string') ||
      (value['type'] === 'message' && isObject(value['message']) && 'convId' in value['message'])),
  load: async () => (await import('./llama-cpp-lines.ts')).readLlamaCppLines,
}
