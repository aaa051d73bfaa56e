import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countConversation } from './conversation-counts.ts'
import { conversationHash, messageHash } from './conversation-hash.ts'
import type { ImportedConversation, Message } from './conversation.ts'
import { mergeConversation } from './merge-conversation.ts'

interface Draft {
  readonly id: number
  readonly parent: number | undefined
  readonly text: string
}

function conversation(drafts: readonly Draft[], updatedAt: number): ImportedConversation {
  const messages = drafts.map((draft, index): Message => {
    const parts = [{ type: 'text', text: draft.text }] as const
    return {
      id: `m${draft.id}`,
      conversationId: 'c',
      ...(draft.parent !== undefined && { parentId: `m${draft.parent}` }),
      role: draft.id % 2 === 0 ? 'user' : 'assistant',
      parts,
      contentHash: messageHash(draft.id % 2 === 0 ? 'user' : 'assistant', parts),
      createdAt: draft.id,
      index,
      hidden: false,
      metadata: { providerId: `m${draft.id}` },
    }
  })
  return {
    conversation: {
      id: 'c',
      sourceUrl: 'vivim:import:c',
      contentHash: conversationHash(messages.map((message) => message.contentHash)),
      title: `At ${updatedAt}`,
      provider: 'chatgpt',
      messageCount: messages.length,
      counts: countConversation(messages, messages, 0),
      createdAt: 1,
      updatedAt,
      capturedAt: 1,
      snippet: '',
      metadata: {},
      ...(messages.length > 0 && { activeLeafId: messages.at(-1)!.id }),
    },
    messages,
  }
}

/** Trees whose nodes hang below an earlier node, with texts from a small set so that copies often agree. */
const tree = fc
  .array(fc.record({ up: fc.nat(5), text: fc.constantFrom('a', 'b', 'c') }), { maxLength: 12 })
  .map((nodes) =>
    nodes.map(({ up, text }, id): Draft => ({ id, parent: id === 0 ? undefined : Math.max(0, id - 1 - up), text })),
  )

describe('merging a newer copy of a conversation', () => {
  it('keeps every message of both copies, the newer text where they differ, and every text somewhere', () => {
    fc.assert(
      fc.property(tree, tree, fc.boolean(), (mine, theirs, newer) => {
        const stored = conversation(mine, 10)
        const incoming = conversation(theirs, newer ? 20 : 5)
        const { imported, former } = mergeConversation(stored, incoming)
        const ids = new Set(imported.messages.map((message) => message.id))
        expect(ids).toEqual(new Set([...stored.messages, ...incoming.messages].map((message) => message.id)))
        expect(imported.messages.map((message) => message.index)).toEqual(imported.messages.map((_, index) => index))
        const winner = newer ? incoming : stored
        for (const message of winner.messages) {
          expect(imported.messages.find(({ id }) => id === message.id)?.contentHash).toBe(message.contentHash)
        }
        const kept = [...imported.messages, ...former].map(({ id, contentHash }) => `${id} ${contentHash}`)
        for (const { id, contentHash } of stored.messages) expect(kept).toContain(`${id} ${contentHash}`)
      }),
    )
  })

  it('finds nothing to do in a copy it already has', () => {
    fc.assert(
      fc.property(tree, tree, (mine, theirs) => {
        const incoming = conversation(theirs, 20)
        const once = mergeConversation(conversation(mine, 10), incoming)
        expect(mergeConversation(once.imported, incoming).changed).toBe(false)
      }),
    )
  })
})
