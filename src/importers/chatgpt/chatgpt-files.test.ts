import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { chatGpt, collect, fileOf, type Loose, node } from '../fixtures/exports.ts'

describe('what the web API gives', () => {
  const two = (): Loose[] => ['a', 'b'].map((id) => chatGpt(id, [node('m1', null, 'user', 'Hi')]))

  test.each([
    ['one conversation', (): unknown => two()[0], ['Title a']],
    ['a list of them', two, ['Title a', 'Title b']],
    ['a list inside an object', (): unknown => ({ conversations: two() }), ['Title a', 'Title b']],
  ])('is read where it is %s', async (_, make, titles) => {
    expect((await collect(fileOf(make(), 'chat.json'))).titles).toEqual(titles)
  })

  test('of a shared conversation is the conversation it was taken of, also without its tree', async () => {
    const { mapping, ...rest } = chatGpt('shared', [
      node('m1', null, 'user', 'Hi'),
      node('m2', 'm1', 'assistant', 'Yes'),
    ])
    const shared = { ...rest, backing_conversation_id: 'a', linear_conversation: Object.values(mapping as Loose) }
    for (const one of [shared, { ...shared, mapping }]) {
      const { conversation } = (await collect(fileOf(one, 'share.json'))).conversations[0]!
      expect(conversation).toMatchObject({ sourceUrl: 'https://chatgpt.com/c/a', counts: { path: 2 } })
    }
  })

  test('as a list of titles names each, and says why it cannot be read', async () => {
    const items: unknown[] = ['a', 'b', 'c'].map((id) => ({
      id,
      title: `Title ${id}`,
      create_time: '2025-06-15T15:06:40.123456Z',
      update_time: null,
      mapping: null,
      current_node: null,
    }))
    items[1] = null
    const { conversations, unreadable } = await collect(fileOf({ items, total: 3, limit: 28, offset: 0 }))
    expect(conversations).toEqual([])
    expect(unreadable).toEqual([
      expect.objectContaining({ name: 'Title a', reason: expect.stringMatching(/only a list of titles/) as string }),
      expect.objectContaining({ name: 'conversation 2 of conversations.json' }),
      expect.objectContaining({ name: 'Title c', reason: expect.stringMatching(/only a list of titles/) as string }),
    ])
  })
})

describe('chat.html of an export', () => {
  const list = (): Loose[] =>
    ['a', 'b'].map((id) => chatGpt(id, [node('m1', null, 'user', `In <b> "${id}" </script>`)]))
  const page = (data: unknown): string =>
    '<html>\n<head>\n<title>ChatGPT Data Export</title>\n<style>body{margin:0}</style>\n<script>\n' +
    `    var jsonData = ${JSON.stringify(data)};\n    var assetsJson = {"sediment://file_1":"a.png"};\n</script></head></html>`
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

  test('is read where it is alone, as a file or in an archive', async () => {
    for (const file of [
      fileOf(`\ufeff${page(list())}`, 'chat.html'),
      fileOf(new Uint8Array(zipSync({ 'chat.html': bytes(page(list())) })), 'export.zip'),
    ]) {
      const { events, conversations } = await collect(file)
      expect(events[0]).toMatchObject({ type: 'detected', format: 'chatgpt' })
      expect(conversations).toEqual((await collect(fileOf(list()))).conversations)
    }
    const damaged = await collect(fileOf(page([list()[0], null, list()[1]]), 'chat.html'))
    expect(damaged.titles).toEqual(['Title a', 'Title b'])
    expect(damaged.unreadable).toMatchObject([{ name: 'conversation 2 of chat.html' }])
    const cut = await collect(fileOf(page(list()).slice(0, -150), 'chat.html'))
    expect(cut.titles).toEqual(['Title a'])
    expect(cut.unreadable).toMatchObject([{ name: 'Title b', reason: expect.stringMatching(/ends/) as string }])
  })

  test('is passed over, once, beside the same conversations as data', async () => {
    const files = { 'chat.html': bytes(page(list())), 'conversations.json': bytes(JSON.stringify(list())) }
    const { events, titles, skipped } = await collect(fileOf(new Uint8Array(zipSync(files)), 'export.zip'))
    expect(titles).toEqual(['Title a', 'Title b'])
    expect(skipped).toMatchObject([{ entry: 'chat.html', reason: 'the same conversations as a page' }])
    expect(events.filter(({ type }) => type === 'detected')).toHaveLength(1)
  })
})
