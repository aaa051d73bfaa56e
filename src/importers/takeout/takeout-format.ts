import { isObject } from '../../domain/json.ts'
import type { DocumentFormat, RowFormat } from '../format.ts'

/** `MyActivity.json` of a Google Takeout, of any product: the reader keeps what is of Gemini and counts the rest. */
export const takeoutJsonFormat: RowFormat = {
  unit: 'row',
  name: 'takeout-json',
  provider: 'gemini',
  sniff: (value) =>
    isObject(value) &&
    typeof value['header'] === 'string' &&
    typeof value['title'] === 'string' &&
    (Array.isArray(value['products']) || Array.isArray(value['activityControls']) || typeof value['time'] === 'string'),
  load: async () => (await import('./takeout-json.ts')).readTakeoutJson,
}

/** `MyActivity.html` of a Google Takeout, of any product. */
export const takeoutHtmlFormat: DocumentFormat = {
  unit: 'document',
  name: 'takeout-html',
  provider: 'gemini',
  // Its styles may be longer than what is looked at: they are of Material Design Lite, which no other export has.
  sniff: (start) => /class="outer-cell mdl-cell/.test(start) || /<style[^>]{0,200}>[^<]*\.mdl-/.test(start),
  load: async () => (await import('./takeout-html.ts')).readTakeoutHtml,
}
