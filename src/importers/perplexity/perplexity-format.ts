import { isObject } from '../../domain/json.ts'
import type { ElementFormat } from '../format.ts'

const some = (list: unknown, names: readonly string[]): boolean =>
  Array.isArray(list) && list.some((item) => isObject(item) && names.every((name) => name in item))

/** Threads as Perplexity's own page loads them, and as the extension “Thread Exporter” saves them. */
export const perplexityFormat: ElementFormat = {
  unit: 'element',
  name: 'perplexity',
  provider: 'perplexity',
  sniff: (value) =>
    isObject(value) &&
    (some(value['entries'], ['query_str']) ||
      ('entries' in value && 'has_next_page' in value) ||
      (isObject(value['metadata']) && some(value['conversations'], ['query', 'answer']))),
  sniffCut: (text) => /"entries"\s*:\s*\[/.test(text) && /"query_str"\s*:/.test(text),
  titleName: 'thread_title',
  load: async () => (await import('./perplexity.ts')).parsePerplexity,
}
