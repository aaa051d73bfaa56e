import { expect, it } from 'vitest'
import { collect, fileOf } from '../fixtures/exports.ts'

it('keeps an address as a conversation that asks for its page', async () => {
  const { conversations } = await collect(fileOf('https://chatgpt.com/share/68b0-aa?utm_source=x\n', 'shared.txt'))
  expect(conversations.map(({ conversation }) => conversation)).toMatchObject([
    {
      provider: 'chatgpt',
      sourceUrl: 'https://chatgpt.com/share/68b0-aa',
      metadata: { kind: 'link' },
      messageCount: 0,
    },
  ])
})

it('takes several, each once, and names those it does not know', async () => {
  const text = 'https://claude.ai/share/a https://claude.ai/share/a\nhttps://grok.com/share/b https://example.org/c'
  const { conversations, unreadable } = await collect(fileOf(text, 'pasted.txt'))
  expect(conversations.map(({ conversation }) => conversation.sourceUrl)).toEqual([
    'https://claude.ai/share/a',
    'https://grok.com/share/b',
  ])
  expect(unreadable.map(({ name }) => name)).toEqual(['https://example.org/c'])
})

it('takes the address of plain http for a text', async () => {
  const { events } = await collect(fileOf('http://chatgpt.com/share/a', 'pasted.txt'))
  expect(events[0]).toMatchObject({ format: 'pasted' })
})
