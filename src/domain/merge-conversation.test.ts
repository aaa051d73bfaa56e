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

describe('what a merged conversation says of itself', () => {
  const line = (...texts: readonly string[]): Draft[] =>
    texts.map((text, id) => ({ id, parent: id === 0 ? undefined : id - 1, text }))

  it('is what the newer copy says where both hold the same messages', () => {
    const renamed = mergeConversation(conversation(line('a', 'b'), 10), conversation(line('a', 'b'), 20))
    expect(renamed).toMatchObject({ changed: true, former: [], imported: { conversation: { title: 'At 20' } } })
    const older = mergeConversation(conversation(line('a', 'b'), 20), conversation(line('a', 'b'), 10))
    expect(older).toMatchObject({ changed: false, imported: { conversation: { title: 'At 20', updatedAt: 20 } } })
  })

  it('keeps the version of an older copy that came later', () => {
    const { imported, former } = mergeConversation(conversation(line('a', 'b'), 20), conversation(line('a', 'c'), 10))
    expect(imported.messages.map(({ parts }) => parts)).toEqual([
      [{ type: 'text', text: 'a' }],
      [{ type: 'text', text: 'b' }],
    ])
    expect(former.map(({ parts }) => parts)).toEqual([[{ type: 'text', text: 'c' }]])
  })

  it('counts forks of its tree and those only the provider knows of', () => {
    const withForks = (forks: number, drafts: readonly Draft[], at: number): ImportedConversation => {
      const one = conversation(drafts, at)
      return { ...one, conversation: { ...one.conversation, counts: { ...one.conversation.counts, forks } } }
    }
    const more = [...line('a', 'b'), { id: 2, parent: 0, text: 'c' }]
    expect(
      mergeConversation(withForks(2, line('a', 'b'), 10), withForks(3, more, 20)).imported.conversation.counts.forks,
    ).toBe(3)
    expect(
      mergeConversation(withForks(0, line('a', 'b'), 10), withForks(1, more, 20)).imported.conversation.counts.forks,
    ).toBe(1)
  })

  it('keeps a model only the other copy knows, and shows the branch of the newer one', () => {
    const known = conversation(line('a', 'b'), 10)
    const stored = { ...known, conversation: { ...known.conversation, model: 'm1' } }
    const incoming = conversation([...line('a', 'b'), { id: 2, parent: 0, text: 'c' }], 20)
    const { conversation: merged } = mergeConversation(stored, incoming).imported
    expect(merged).toMatchObject({ model: 'm1', activeLeafId: 'm2', counts: { path: 2 } })
  })

  it('loses no message where each copy hangs one of two on the other', () => {
    const stored = conversation(
      [
        { id: 0, parent: undefined, text: 'a' },
        { id: 1, parent: 0, text: 'b' },
      ],
      10,
    )
    const incoming = conversation(
      [
        { id: 1, parent: undefined, text: 'b' },
        { id: 0, parent: 1, text: 'c' },
      ],
      20,
    )
    const { imported } = mergeConversation(stored, incoming)
    expect(imported.messages.map(({ id }) => id).sort()).toEqual(['m0', 'm1'])
    expect(imported.messages.filter(({ parentId }) => parentId === undefined)).toHaveLength(1)
  })
})
