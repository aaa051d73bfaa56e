import { isObject } from '../../domain/json.ts'
import type { RowFormat } from '../format.ts'

const isHeader = (row: Record<string, unknown>): boolean =>
  'user_name' in row && ('character_name' in row || 'chat_metadata' in row)

const isMessage = (row: Record<string, unknown>): boolean =>
  typeof row['mes'] === 'string' && typeof row['is_user'] === 'boolean'

/** SillyTavern: a chat in lines, a header and then its messages. */
export const sillyTavernFormat: RowFormat = {
  unit: 'row',
  name: 'sillytavern',
  provider: 'sillytavern',
  sniff: (value) => isObject(value) && (isHeader(value) || isMessage(value)),
  load: async () => (await import('./sillytavern.ts')).readSillyTavern,
}
