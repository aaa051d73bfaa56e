import type { OpenConversation } from '../../../app/app.ts'
import { longDate, timeOfDay } from '../../dates.ts'
import { words } from '../../words.ts'

/**
 * One line about a conversation: `Claude · 24 November, 14:12 · 14 messages`; `full` adds model and time. Where the
 * service has no conversations, it says how the messages were grouped.
 */
export function about({ row, conversation }: OpenConversation, full: boolean): string {
  const date = longDate(row.createdAt, Date.now())
  return [
    words.providers[row.provider],
    ...(full && row.model ? [row.model.replace(/^gpt/, 'GPT')] : []),
    full ? `${date}, ${timeOfDay(row.createdAt)}` : date,
    words.reading.messages(row.messages),
    ...(conversation.metadata['groupedBy'] === 'day' ? [words.reading.groupedByDay] : []),
  ].join(' · ')
}
