import type { LibraryRow } from '../../../app/app.ts'
import { longDate, timeOfDay } from '../../dates.ts'
import { words } from '../../words.ts'

/** One line about a conversation: `Claude · 24 November, 14:12 · 14 messages`; `full` adds model and time. */
export function about(row: LibraryRow, full: boolean): string {
  const date = longDate(row.createdAt, Date.now())
  return [
    words.providers[row.provider],
    ...(full && row.model ? [row.model.replace(/^gpt/, 'GPT')] : []),
    full ? `${date}, ${timeOfDay(row.createdAt)}` : date,
    words.reading.messages(row.messages),
  ].join(' · ')
}
