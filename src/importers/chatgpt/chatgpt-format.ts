import { isObject } from '../../domain/json.ts'
import type { ElementFormat } from '../format.ts'

/** DeepSeek has the same tree as ChatGPT, with `fragments` in place of `content`. */
const hasFragments = (mapping: Record<string, unknown>): boolean =>
  Object.values(mapping).some((node) => isObject(node) && isObject(node['message']) && 'fragments' in node['message'])

/** Account exports of every year, the web API, and what shared pages hold. */
export const chatGptFormat: ElementFormat = {
  unit: 'element',
  name: 'chatgpt',
  provider: 'chatgpt',
  sniff: (value) => isObject(value) && isObject(value['mapping']) && !hasFragments(value['mapping']),
  sniffCut: (text) => /"mapping"\s*:\s*\{/.test(text) && !/"fragments"\s*:/.test(text),
  titleName: 'title',
  load: async () => (await import('./chatgpt.ts')).parseChatGpt,
}
