import { isObject } from '../../domain/json.ts'
import type { RowFormat } from '../format.ts'

const ENVELOPES = new Set<unknown>(['session_meta', 'turn_context', 'response_item', 'event_msg', 'compacted'])

/**
 * Sessions of Codex (`~/.codex/sessions`): today's lines with a payload, the bare lines of 2025, and the single object
 * of the first version.
 */
export const codexFormat: RowFormat = {
  unit: 'row',
  name: 'codex',
  provider: 'codex',
  sniff: (value) => {
    if (!isObject(value)) return false
    const { type } = value
    if (ENVELOPES.has(type)) return isObject(value['payload'])
    if (value['record_type'] === 'state') return true
    if (isObject(value['session']) && Array.isArray(value['items'])) return 'id' in value['session']
    if (type === undefined)
      return typeof value['id'] === 'string' && typeof value['timestamp'] === 'string' && 'instructions' in value
    return type === 'message' && Array.isArray(value['content']) && value['content'].some(isCodexText)
  },
  load: async () => (await import('./codex.ts')).readCodex,
}

const isCodexText = (item: unknown): boolean =>
  isObject(item) && (item['type'] === 'input_text' || item['type'] === 'output_text')
