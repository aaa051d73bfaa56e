import { isObject } from '../../domain/json.ts'
import { someMessage } from '../chat-sniff.ts'
import type { ElementFormat } from '../format.ts'

const isTurnList = (value: unknown): boolean =>
  someMessage(value, (one) => typeof one['from'] === 'string' && 'value' in one)

/** ShareGPT: data sets in a list or in lines, and single conversations as its extension downloads them. */
export const shareGptFormat: ElementFormat = {
  unit: 'element',
  name: 'sharegpt',
  provider: 'other',
  sniff: (value) => isObject(value) && (isTurnList(value['conversations']) || isTurnList(value['items'])),
  sniffCut: (text) => /"(conversations|items)"\s*:\s*\[\s*\{\s*"(from|value)"\s*:/.test(text),
  titleName: 'title',
  load: async () => (await import('./sharegpt.ts')).shareGptParser(),
}
