import { isObject } from '../../domain/json.ts'
import type { RowFormat } from '../format.ts'

/** A backup of this app. */
export const vivimFormat: RowFormat = {
  unit: 'row',
  name: 'vivim',
  provider: 'other',
  sniff: (value) =>
    isObject(value) &&
    (value['vivim'] === 'backup'
      ? typeof value['version'] === 'number'
      : value['vivim'] === 'conversation' && isObject(value['conversation'])),
  load: async () => (await import('./vivim.ts')).readVivim,
}
