import type { Conversation, Message, Role } from '../domain/conversation.ts'

/** A conversation record around texts that come without one (a text file, a pair to compare). `id` names it. */
export const conversationOf = (id: string): Conversation => ({
  id,
  sourceUrl: `vivim:text:${id}`,
  contentHash: '',
  title: '',
  provider: 'chatgpt',
  messageCount: 1,
  counts: {
    messages: {},
    visibleUser: 0,
    visibleAssistant: 0,
    path: 1,
    forks: 0,
    words: 0,
    codeBlocks: 0,
    images: 0,
    tables: 0,
    formulas: 0,
    toolCalls: 0,
  },
  createdAt: 0,
  updatedAt: 0,
  capturedAt: 0,
  snippet: '',
  metadata: {},
})

/** A message that holds one text. */
export const turnOf = (id: string, role: Role, text: string, parentId?: string): Message => ({
  id,
  conversationId: 'text',
  role,
  parts: [{ type: 'text', text }],
  contentHash: '',
  index: 0,
  hidden: false,
  metadata: {},
  ...(parentId === undefined ? {} : { parentId }),
})
