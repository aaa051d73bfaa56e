import { isObject } from '../../domain/json.ts'
import type { RowFormat } from '../format.ts'

/** Account exports of Mistral's Le Chat, later Vibe: a file a chat, a list of its messages. */
export const mistralFormat: RowFormat = {
  unit: 'row',
  name: 'mistral-vibe',
  provider: 'mistral',
  sniff: (value) =>
    isObject(value) &&
    typeof value['chatId'] === 'string' &&
    'role' in value &&
    ('contentChunks' in value || ('content' in value && 'createdAt' in value)),
  load: async () => (await import('./mistral.ts')).readMistral,
}
