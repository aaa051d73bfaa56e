import { isObject } from '../../domain/json.ts'
import { someMessage } from '../chat-sniff.ts'
import type { ElementFormat } from '../format.ts'

/** LM Studio: one `*.conversation.json` each. */
export const lmStudioFormat: ElementFormat = {
  unit: 'element',
  name: 'lm-studio',
  provider: 'lmstudio',
  sniff: (value) =>
    isObject(value) &&
    someMessage(value['messages'], (one) => Array.isArray(one['versions']) || 'currentlySelected' in one),
  sniffCut: (text) => /"versions"\s*:\s*\[/.test(text) && /"(singleStep|multiStep)"/.test(text),
  titleName: 'name',
  load: async () => (await import('./lm-studio.ts')).lmStudioParser(),
}
