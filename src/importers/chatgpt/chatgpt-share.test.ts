import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { nextPage as next, route, SHARE_ID, streamPage as page, talk } from '../fixtures/chatgpt-pages.ts'
import { collect, fileOf } from '../fixtures/exports.ts'
import { TurboStream } from './turbo-stream.ts'

const readPage = (text: string): ReturnType<typeof collect> => collect(fileOf(text, 'ChatGPT - Herons.html'))

describe('a page shared from ChatGPT', () => {
  test('is the same conversation as in the export it was shared from, in pieces, behind any number of styles', async () => {
    const { events, conversations, originals } = await readPage(page(route(talk())))
    const exported = await collect(fileOf([talk({ conversation_id: 'backing' })]))
    expect(events[0]).toMatchObject({ type: 'detected', format: 'chatgpt-share-turbostream', provider: 'chatgpt' })
    expect(conversations).toEqual(exported.conversations)
    expect(conversations[0]!.conversation).toMatchObject({
      sourceUrl: 'https://chatgpt.com/c/backing',
      counts: { forks: 1, path: 2 },
    })
    expect(originals[0]).not.toContain('SECRET')
    expect(originals[0]).toContain('A heron')
  })

  test('has its own address where it does not say what it was shared from', async () => {
    const own = talk({ backing_conversation_id: undefined })
    const urlOf = async (text: string): Promise<string> =>
      (await readPage(text)).conversations[0]!.conversation.sourceUrl
    expect(await urlOf(page(route(own)))).toBe(`https://chatgpt.com/share/${SHARE_ID}`)
    expect(await urlOf(page(route(own), { address: '' }))).toBe(`https://chatgpt.com/share/${SHARE_ID}`)
    const nameless = { ...own, conversation_id: undefined }
    const [once, again] = [
      await urlOf(page({ nameless }, { address: '' })),
      await urlOf(page({ a: 1, nameless }, { address: 'x' })),
    ]
    expect(once).toMatch(/^vivim:import:/)
    expect(again).toBe(once)
  })

  test('may hold only the shown branch, or only its messages', async () => {
    const { mapping, ...rest } = talk()
    const nodes = [mapping['m1'], { ...mapping['m3'], parent: 'gone' }]
    const linear = await readPage(page(route({ ...rest, current_node: undefined, linear_conversation: nodes })))
    expect(linear.conversations[0]!.conversation).toMatchObject({
      sourceUrl: 'https://chatgpt.com/c/backing',
      counts: { path: 2, forks: 0, messages: { user: 1, assistant: 1 } },
    })
    const messages = [
      mapping['m1'].message,
      { role: 'assistant', content: 'A heron.' },
      { id: 'm1', author: 'user', parts: ['Sure?'] },
      null,
      { id: 'm9', author: { role: 'assistant' }, content: { content_type: 'text', parts: ['Yes.'] } },
    ]
    const flat = await readPage(page({ title: 'Herons', messages }, { address: 's/t_68a1f0c2cafe' }))
    expect(flat.conversations[0]!.messages.map(({ role, parts }) => [role, parts[0]])).toEqual([
      ['user', expect.objectContaining({ type: 'text' })],
      ['assistant', { type: 'text', text: 'A heron.' }],
      ['user', { type: 'text', text: 'Sure?' }],
      ['assistant', { type: 'text', text: 'Yes.' }],
    ])
    expect(flat.conversations[0]!.conversation).toMatchObject({
      sourceUrl: 'https://chatgpt.com/s/t_68a1f0c2cafe',
      title: 'Herons',
      counts: { path: 4 },
    })
    expect(flat.unreadable).toMatchObject([{ name: 'Herons' }])
  })

  test('of 2023 has its data in another script; Poe’s page with the same script is not taken for it', async () => {
    const data = talk({ backing_conversation_id: undefined, linear_conversation: [], model: { slug: 'gpt-4' } })
    const { events, conversations } = await readPage(next({ props: { pageProps: { serverResponse: { data } } } }))
    expect(events[0]).toMatchObject({ format: 'chatgpt-share-next' })
    expect(conversations[0]!.conversation).toMatchObject({
      sourceUrl: `https://chatgpt.com/share/${SHARE_ID}`,
      model: 'gpt-4',
      counts: { path: 2 },
    })
    const poe = await readPage(next({ props: { chatShare: { messagesConnection: { edges: [] } } } }))
    expect(poe.events[0]).toMatchObject({ format: 'poe-next-data' })
  })

  test('damaged or cut off is named; in an archive the other files are read', async () => {
    const broken = talk()
    broken['mapping']['m1'] = null
    expect(await readPage(page(route(broken)))).toMatchObject({
      titles: ['Title backing'],
      unreadable: [{ reason: expect.stringMatching(/is not in the tree/) as string }],
    })
    const whole = page(route(talk()))
    const { conversations, unreadable } = await readPage(whole.slice(0, -600))
    expect(conversations).toEqual([])
    expect(unreadable).toMatchObject([
      { name: 'ChatGPT - Herons.html', reason: expect.stringMatching(/save/) as string },
    ])
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
    const zip = zipSync({ 'cut.html': bytes(whole.slice(0, -600)), 'whole.html': bytes(`\ufeff${whole}`) })
    const both = await collect(fileOf(new Uint8Array(zip), 'pages.zip'))
    expect(both.titles).toEqual(['Title backing'])
    expect(both.unreadable).toMatchObject([{ name: 'cut.html' }])
  })

  test('whose stream has no conversation is not taken for one', async () => {
    expect((await readPage(page({ user: null, title: 'ChatGPT' }))).conversations).toEqual([])
    const shown = '<div data-message-author-role="user">Hi</div></body>'
    const rendered = (data: unknown): string => page(data).replace('</body>', shown)
    // What is on the page is read, then, as on any saved page.
    const { events } = await readPage(rendered({ flags: { mapping: { a: 1 } }, messages: 'author' }))
    expect(events[0]).toMatchObject({ format: 'chatgpt-page' })
    expect((await readPage(rendered(route(talk())))).titles).toEqual(['Title backing'])
    // Data of the conversation one came from, on the page of another.
    const at = (id: string): string => `<!-- saved from url=(0031)https://chatgpt.com/c/${id} -->`
    const later = await readPage(`${at('another')}\n${rendered(route(talk()))}`)
    expect(later.events[0]).toMatchObject({ format: 'chatgpt-page' })
    expect((await readPage(`${at('backing')}\n${rendered(route(talk()))}`)).titles).toEqual(['Title backing'])
  })
})

describe('a turbo-stream', () => {
  const read = (...lines: unknown[]): unknown =>
    new TurboStream(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')).value(0)

  test('has promises, special numbers and other types', () => {
    expect(
      read(
        [
          { _1: 2, _3: -7, _4: -5, _5: 6, _7: 8, _9: 10 },
          'late',
          ['P', 2],
          'gone',
          'nothing',
          'list',
          [-1, -2, -3, -4, 6],
        ],
        'P2:[{"_13":14},"when",["D",1750000000000]]',
        'E3:["x"]',
        'not json',
      ),
    ).toMatchObject({ nothing: null, list: [null, null, null, 0, null] })
    const pool = [{ _1: 2 }, 'late', ['P', 7]]
    expect(read(pool, 'P7:[{"_4":5},"when",["D",1750000000000]]')).toEqual({ late: { when: 1_750_000_000_000 } })
    expect(read(pool, 'P7:1')).toEqual({ late: 'late' })
    expect(read(pool)).toEqual({})
    expect(read([['S', 1, 2], 'a', ['N', { _1: 3 }], ['M', 1, 4], ['U', 'https://e.org/']])).toEqual([
      'a',
      { a: { a: 'https://e.org/' } },
    ])
  })

  test('that turns in circles or multiplies itself ends', () => {
    expect(read([{ _1: 0, _2: 3 }, 'self', 'list', [0, 1]])).toEqual({ self: null, list: [null, 'self'] })
    const doubling = Array.from({ length: 60 }, (_, at) => [at + 1, at + 1])
    const started = performance.now()
    expect(read([...doubling, 'x'])).toBeUndefined()
    expect(performance.now() - started).toBeLessThan(5000)
    expect(read([{ _1: 99, _98: 2 }, 'a'])).toEqual({})
  })

  test.each(['', 'null', '[', '[1', '{}', '"text"', '[null]', '[[["P"]]]'])('that is %s is no error', (stream) => {
    expect(() => new TurboStream(stream).value(0)).not.toThrow()
  })
})
