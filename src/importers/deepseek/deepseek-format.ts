import { isObject } from '../../domain/json.ts'
import type { ElementFormat } from '../format.ts'

/**
 * Account exports. They have the tree of ChatGPT's (`mapping`), with `fragments` in each message; older ones have the
 * text itself as `content`, and times called `inserted_at`, which ChatGPT never had.
 */
export const deepSeekFormat: ElementFormat = {
  unit: 'element',
  name: 'deepseek',
  provider: 'deepseek',
  sniff: (value) =>
    isObject(value) &&
    isObject(value['mapping']) &&
    (('inserted_at' in value && !('create_time' in value)) || Object.values(value['mapping']).some(isNode)),
  sniffCut: (text) => /"mapping"\s*:\s*\{/.test(text) && /"(?:fragments|inserted_at)"\s*:/.test(text),
  titleName: 'title',
  load: async () => (await import('./deepseek.ts')).parseDeepSeek,
}

const isNode = (node: unknown): boolean =>
  isObject(node) &&
  isObject(node['message']) &&
  ('fragments' in node['message'] ||
    ('inserted_at' in node['message'] && typeof node['message']['content'] === 'string'))
