import type { AcuSource } from '../domain/acu.ts'
import { formatRoute } from './router.ts'

/** Address, within the app, of the passage a card was found at. */
export const passageAddress = ({ conversationId, messageId, part, start, end }: AcuSource): string =>
  formatRoute({ name: 'conversation', id: conversationId, message: messageId, part, start, end })
