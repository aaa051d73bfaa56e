import type { DocumentFormat } from '../format.ts'

const LINKS = /^(?:\s*https:\/\/[^\s<>"]{4,2000}\s*)+$/

/** One or more addresses of chats and nothing else, as they are shared or pasted. */
export const linkFormat: DocumentFormat = {
  unit: 'document',
  name: 'link',
  provider: 'other',
  sniff: (start, alone) => alone && LINKS.test(start),
  load: async () => (await import('./link.ts')).readLinks,
}
