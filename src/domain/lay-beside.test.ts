import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countConversation } from './conversation-counts.ts'
import { conversationHash, messageHash } from './conversation-hash.ts'
import type { ImportedConversation, Message, Role } from './conversation.ts'
import { type MergedConversation, mergeConversation } from './merge-conversation.ts'
import { partText, pathTo } from './message-tree.ts'

/** `?` begins what the person asked, `.` an answer, `~` what is hidden. */
type Said = string

const roleOf = (said: Said): Role => (said.startsWith('?') ? 'user' : 'assistant')

function copy(said: readonly Said[], at: number, how: 'export' | 'page'): ImportedConversation {
  const idOf = (index: number): string => (how === 'export' ? `m ${said[index]}` : `#${index}`)
  const messages = said.map((text, index): Message => {
    const parts = [{ type: 'text', text: how === 'page' ? `${text} ` : text }] as const
    return {
      id: idOf(index),
      conversationId: 'c',
      ...(index > 0 && { parentId: idOf(index - 1) }),
      role: roleOf(text),
      parts,
      contentHash: messageHash(roleOf(text), parts),
      index,
      hidden: text.startsWith('~'),
      metadata: how === 'export' ? { providerId: idOf(index) } : {},
    }
  })
  return {
    conversation: {
      id: 'c',
      sourceUrl: 'https://claude.ai/chat/c',
      contentHash: conversationHash(messages.map(({ contentHash }) => contentHash)),
      title: `${how} at ${at}`,
      provider: 'claude',
      messageCount: messages.length,
      counts: countConversation(messages, messages, 0),
      createdAt: at,
      updatedAt: at,
      capturedAt: at,
      snippet: '',
      metadata: how === 'page' ? { savedPage: true } : {},
      ...(messages.length > 0 && { activeLeafId: messages.at(-1)!.id }),
    },
    messages,
  }
}

const exported = (said: readonly Said[], at = 10): ImportedConversation => copy(said, at, 'export')
const page = (said: readonly Said[], at = 20): ImportedConversation => copy(said, at, 'page')
const textOf = ({ parts }: Message): string => parts.map(partText).join('').trim()
const shown = ({ imported }: MergedConversation): string[] =>
  pathTo(imported.messages, imported.conversation.activeLeafId).map(textOf)
const all = ({ imported }: MergedConversation): string[] => imported.messages.map(textOf)

/** Each copy merged into what the ones before it came to. */
function merged(...copies: readonly ImportedConversation[]): MergedConversation {
  return copies.slice(1).reduce<MergedConversation>((before, next) => mergeConversation(before.imported, next), {
    imported: copies[0]!,
    former: [],
    changed: true,
  })
}

const LONG = ['?a', '.b', '?c', '.d']

describe('a copy without ids of messages', () => {
  it.each([
    ['the same', LONG],
    ['shorter', ['?a', '.b']],
    ['shorter by an answer', ['?a', '.b', '?c']],
  ])('that is %s adds nothing to an export, and the export stays what is shown', (_, said) => {
    const result = merged(exported(LONG), page(said))
    expect(result).toMatchObject({ changed: false, former: [] })
    expect(shown(result)).toEqual(LONG)
    expect(result.imported.conversation).toMatchObject({ title: 'export at 10', updatedAt: 10, counts: { path: 4 } })
  })

  it('that is longer adds what comes after the end of the export, once', () => {
    const result = merged(exported(LONG), page([...LONG, '?e', '.f']))
    expect(result.changed).toBe(true)
    expect(shown(result)).toEqual([...LONG, '?e', '.f'])
    expect(result.imported.messages).toHaveLength(6)
    expect(result.imported.conversation.counts).toMatchObject({ path: 6, forks: 0, visibleUser: 3 })
    expect(mergeConversation(result.imported, page([...LONG, '?e', '.f'], 30)).changed).toBe(false)
    expect(mergeConversation(result.imported, exported(LONG)).changed).toBe(false)
    const more = merged(result.imported, page([...LONG, '?e', '.f', '?g', '.h'], 30))
    expect(shown(more)).toEqual([...LONG, '?e', '.f', '?g', '.h'])
  })

  it('gives way to an export, whichever is longer', () => {
    const longer = merged(page(['?a', '.b']), exported(LONG))
    expect(shown(longer)).toEqual(LONG)
    expect(longer.imported.messages).toHaveLength(4)
    expect(longer.former.map(textOf)).toEqual(['?a', '.b'])
    expect(longer.imported.conversation).toMatchObject({ title: 'export at 10', updatedAt: 10, metadata: {} })
    const shorter = merged(page([...LONG, '?e', '.f']), exported(LONG))
    expect(shown(shorter)).toEqual([...LONG, '?e', '.f'])
    expect(shorter.former.map(textOf)).toEqual(LONG)
  })

  it('whose end a later export holds is replaced by it, with what comes between', () => {
    const result = merged(exported(['?a', '.b']), page(LONG), exported([...LONG, '?e', '.f'], 40))
    expect(shown(result)).toEqual([...LONG, '?e', '.f'])
    expect(result.imported.messages).toHaveLength(6)
    expect(result.imported.conversation.counts.forks).toBe(0)
    expect(result.former.map(textOf)).toEqual(['?c', '.d'])
    const tail = merged(exported(['?a', '.b']), page([...LONG, '?e', '.f']), exported(LONG, 40))
    expect(shown(tail)).toEqual([...LONG, '?e', '.f'])
    expect(tail.imported.messages).toHaveLength(6)
  })

  it('counts turns, since an answer of a page may be several messages of an export', () => {
    const said = ['?a', '~searching', '.looking', '.found', '?c', '.d']
    const result = merged(exported(said), page([...LONG, '?e', '.f']))
    expect(shown(result)).toEqual([...said, '?e', '.f'])
    expect(merged(exported(said), page(LONG)).changed).toBe(false)
  })

  it('that asked something else is another branch, and nothing of it is lost', () => {
    const result = merged(exported(LONG), page(['?a', '.b', '?other', '.x']))
    expect(all(result).sort()).toEqual([...LONG, '?other', '.x'].sort())
    expect(result.imported.conversation.counts.forks).toBe(1)
    expect(shown(result)).toEqual(['?a', '.b', '?other', '.x'])
    const again = merged(result.imported, exported(LONG))
    expect([all(again), again.former]).toEqual([all(result), []])
    const shortened = merged(exported(['?a very long question', '.b']), page(['?a very…', '.b']))
    expect(shortened.changed).toBe(false)
  })

  it('fills what was only a link, and is not emptied by one', () => {
    const link = exported([], 90)
    for (const one of [page(LONG), exported(LONG)]) {
      const filled = merged(link, one)
      expect(shown(filled)).toEqual(LONG)
      expect(filled.imported.conversation).toMatchObject({
        title: one.conversation.title,
        updatedAt: one.conversation.updatedAt,
      })
      expect(mergeConversation(filled.imported, link)).toMatchObject({ changed: false, former: [] })
      expect(shown(mergeConversation(filled.imported, link))).toEqual(LONG)
    }
    expect(merged(link, exported([], 95)).imported.messages).toEqual([])
  })

  it('saved again replaces itself, the former answers are kept', () => {
    const again = merged(page(LONG), page(['?a', '.b', '?c', '.new'], 30))
    expect(shown(again)).toEqual(['?a', '.b', '?c', '.new'])
    expect(again.former.map(textOf)).toEqual(['.d'])
  })

  it('and one with ids, in any order and length, hold each message once', () => {
    const turns = Array.from({ length: 8 }, (_, at) => (at % 2 === 0 ? `?${at} asked` : `.${at} answered`))
    const one = fc.record({ length: fc.integer({ min: 1, max: 8 }), how: fc.constantFrom('export', 'page') })
    fc.assert(
      fc.property(fc.array(one, { minLength: 2, maxLength: 6 }), (list) => {
        // An export that holds more is newer; a page may have been saved before all of it was loaded.
        const copies = list.map(({ length, how }, at) =>
          how === 'export' ? exported(turns.slice(0, length), length) : page(turns.slice(0, length), 100 + at),
        )
        const result = merged(...copies)
        const longest = Math.max(...list.map(({ length }) => length))
        expect(shown(result)).toEqual(turns.slice(0, longest))
        expect(all(result)).toEqual(turns.slice(0, longest))
        expect(mergeConversation(result.imported, copies.at(-1)!).changed).toBe(false)
      }),
    )
  })
})
