import { expect, test } from 'vitest'
import type { Derive } from '../domain/ports/knowledge.ts'
import { chatGpt, fileOf, node, simpleChatGpt } from '../importers/fixtures/exports.ts'
import { type CardLine, inspectExport, type LinkLine } from './inspect-export.ts'

const AT = { capturedAt: 1_760_000_000_000 }

test('counts what is in an export, a doubled conversation once', async () => {
  const forked = chatGpt('f', [
    node('m1', null, 'user', 'Which?'),
    node('m2', 'm1', 'assistant', 'This.'),
    node('m3', 'm1', 'assistant', 'That.'),
    node('m4', 'm3', 'tool', 'result'),
  ])
  const newer = { ...simpleChatGpt('a'), update_time: 1_800_000_000 }
  expect(await inspectExport(fileOf([simpleChatGpt('a'), null, forked, newer]), AT)).toEqual({
    format: 'chatgpt',
    conversations: 2,
    messages: { user: 2, assistant: 3, tool: 1 },
    visible: { user: 2, assistant: 3 },
    path: 4,
    forks: 1,
    unreadable: [{ name: 'conversation 2 of conversations.json', reason: expect.stringMatching(/null/) as string }],
  })
})

test('lists conversations with the ends of the shown branch', async () => {
  const { list } = await inspectExport(fileOf([simpleChatGpt('a')]), { ...AT, conversations: true })
  expect(list).toEqual([
    {
      sourceUrl: 'https://chatgpt.com/c/a',
      title: 'Title a',
      path: 2,
      firstText: 'Question of a?',
      lastText: 'Answer for a.',
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    },
  ])
})

test('counts cards, links and levels, and gives each with its places', async () => {
  const derive: Derive = (conversation, messages) => ({
    extractorVersion: 1,
    cards: [
      {
        id: 'card',
        content: 'Answer',
        type: 'answer',
        category: 'technical',
        quality: { overall: 70, richness: 1, integrity: 2, uniqueness: 3, selfContained: 4 },
        securityLevel: 3,
        findings: [],
        state: 'ACTIVE',
        createdAt: 1,
      },
    ],
    sources: messages.map(({ id }) => ({
      acuId: 'card',
      conversationId: conversation.id,
      messageId: id,
      part: 0,
      start: 0,
      end: 6,
    })),
    links: [
      { sourceId: 'card', targetId: 'card', relation: 'ANSWERS', weight: 0.5, origin: 'automatic', evidence: 'turns' },
    ],
  })
  const cards: CardLine[] = []
  const links: LinkLine[] = []
  const found = await inspectExport(fileOf([simpleChatGpt('a'), simpleChatGpt('b')]), {
    ...AT,
    derive,
    onCard: (card) => cards.push(card),
    onLink: (link) => links.push(link),
  })
  expect(found).toMatchObject({ cards: { answer: 2 }, links: { ANSWERS: 2 }, security: { 3: 2 } })
  expect(cards).toHaveLength(2)
  expect(cards[0]).toMatchObject({ id: 'card', quality: 70, securityLevel: 3, content: 'Answer' })
  expect(cards[0]!.sources).toHaveLength(2)
  expect(links[0]).toEqual({ source: 'card', target: 'card', relation: 'ANSWERS', weight: 0.5, evidence: 'turns' })
})
