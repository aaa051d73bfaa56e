import type { SearchHit } from '../../../domain/ports/search.ts'
import { formatRoute, type Route } from '../../router.ts'

/** Where a hit leads: the card, or the message in its conversation. */
export function hitRoute(hit: SearchHit): Route {
  if (hit.kind === 'card' && hit.acuId) return { name: 'card', id: hit.acuId }
  if (!hit.conversationId) return { name: 'library' }
  return {
    name: 'conversation',
    id: hit.conversationId,
    ...(hit.messageId === undefined ? {} : { message: hit.messageId }),
  }
}

export const hitHref = (hit: SearchHit): string => formatRoute(hitRoute(hit))
