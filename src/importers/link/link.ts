import { placeOf, siteOfHost } from '../../domain/provider-sites.ts'
import type { DocumentReader, Reading } from '../draft.ts'

const utf8 = new TextEncoder()

/**
 * Makes of each address a conversation without messages, which asks for its page: a page may not fetch the address of
 * another site, and this app has no server that could. The saved page later fills it, by the same address.
 */
export const readLinks: DocumentReader = function* ({ text }): Iterable<Reading> {
  for (const word of new Set(text.split(/\s+/).filter(Boolean))) {
    const url = URL.parse(word)
    const known = url && siteOfHost(url.hostname)
    if (!url || !known) {
      yield { type: 'unreadable', name: word.slice(0, 200), reason: 'This is not the address of a chat that is known.' }
      continue
    }
    const { provider, name } = known
    const address = placeOf(word)?.url ?? `${url.origin}${url.pathname.replace(/\/$/, '')}`
    yield {
      type: 'conversation',
      original: utf8.encode(word),
      parsed: {
        ok: true,
        draft: { provider, sourceUrl: address, title: `${name} link`, metadata: { kind: 'link' }, nodes: [] },
      },
    }
  }
}
