import { isObject } from '../../domain/json.ts'
import type { ElementFormat } from '../format.ts'

/** Account exports, the web API, and shared conversations. */
export const claudeFormat: ElementFormat = {
  unit: 'element',
  name: 'claude',
  provider: 'claude',
  sniff: (value) => isObject(value) && Array.isArray(value['chat_messages']),
  sniffCut: (text) => /"chat_messages"\s*:\s*\[/.test(text),
  titleName: 'name',
  load: async () => (await import('./claude.ts')).parseClaude,
}
