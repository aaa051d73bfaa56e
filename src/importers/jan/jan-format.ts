import { isObject } from '../../domain/json.ts'
import type { RowFormat } from '../format.ts'

/** Jan: `messages.jsonl` in the folder of a thread, with `thread.json` beside it. */
export const janFormat: RowFormat = {
  unit: 'row',
  name: 'jan',
  provider: 'jan',
  sniff: (value) => isObject(value) && value['object'] === 'thread.message' && 'thread_id' in value,
  load: async () => (await import('./jan.ts')).readJan,
}
