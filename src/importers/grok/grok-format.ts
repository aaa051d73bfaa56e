import { isObject } from '../../domain/json.ts'
import type { ElementFormat } from '../format.ts'

/** Account exports (`prod-grok-backend.json`), and shared conversations. */
export const grokFormat: ElementFormat = {
  unit: 'element',
  name: 'grok',
  provider: 'grok',
  sniff: (value) => isObject(value) && isObject(value['conversation']) && Array.isArray(value['responses']),
  sniffCut: (text) => /^\s*\{\s*"conversation"\s*:\s*\{/.test(text) && /"responses"\s*:\s*\[/.test(text),
  titleName: 'title',
  load: async () => (await import('./grok.ts')).parseGrok,
}
