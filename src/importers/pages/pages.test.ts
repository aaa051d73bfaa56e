import { describe, expect, test } from 'vitest'
import type { Message } from '../../domain/conversation.ts'
import { collect, fileOf, refusal } from '../fixtures/exports.ts'
import { ASKED, page, RICH, RICH_MARKDOWN, SAMPLES, SECRET } from '../fixtures/pages.ts'
import { POE_MESSAGES, poePage } from '../fixtures/poe.ts'

const textsOf = (messages: readonly Message[]): string[][] =>
  messages.map(({ role, parts }) => [role, ...parts.map((part) => `${part.type}: ${'text' in part ? part.text : ''}`)])

describe.each(SAMPLES)('a saved page: $format', ({ format, provider, url, sourceUrl, title, turn, thinks }) => {
  const body = turn(ASKED, RICH) + turn('And now?', '<p>Done.</p>')
  const thought = thinks ? ['thinking: Let me see.'] : []
  const expected = [
    ['user', `text: ${ASKED}`],
    ['assistant', ...thought, `text: ${RICH_MARKDOWN}`],
    ['user', 'text: And now?'],
    ['assistant', ...thought, 'text: Done.'],
  ]

  test('gives what was said, its title and its address, and no word of its scripts', async () => {
    const saved = page(url, title, body)
    const { events, conversations, originals } = await collect(fileOf(saved, 'page.html'))
    expect(events[0]).toMatchObject({ type: 'detected', format, provider })
    const { conversation, messages } = conversations[0]!
    expect(textsOf(messages)).toEqual(expected)
    expect(conversation).toMatchObject({ provider, sourceUrl, title: 'Wax and cells', counts: { path: 4, forks: 0 } })
    expect(originals[0]).toBe(saved.replaceAll(/<script>.*?<\/script>/gs, '<script></script>'))
    expect(JSON.stringify([conversations, originals])).not.toContain(SECRET)
    // The page without its scripts is read as the page was.
    const again = await collect(fileOf(originals[0]!, 'page.html'))
    expect(again.conversations[0]!.messages).toEqual(messages)
  })

  test('is known without an address, and named by how it begins', async () => {
    const bare = (more = ''): string =>
      `<!doctype html><html><head><title>${title}</title></head><body>${body}${more}</body></html>`
    const { events, conversations } = await collect(fileOf(bare(), 'page.html'))
    expect(events[0]).toMatchObject({ format })
    expect(textsOf(conversations[0]!.messages)).toEqual(expected)
    const later = await collect(fileOf(bare(turn('Later?', '<p>Yes.</p>')), 'page.html'))
    expect(later.conversations[0]!.conversation.id).toBe(conversations[0]!.conversation.id)
    expect(later.conversations[0]!.messages).toHaveLength(6)
  })

  test('in which nothing is said is named as such', async () => {
    const { conversations, unreadable } = await collect(fileOf(page(url, title, '<p>Sign in</p>'), 'page.html'))
    expect(conversations).toEqual([])
    expect(unreadable).toMatchObject([
      { name: 'Wax and cells', reason: expect.stringMatching(/does not hold/) as string },
    ])
  })

  test('cut off anywhere, or with a byte order mark, is read as far as it goes', async () => {
    const saved = page(url, title, body)
    const start = saved.indexOf('<main>')
    for (let end = start; end < saved.length; end += 211) await collect(fileOf(saved.slice(0, end), 'page.html'))
    const marked = await collect(fileOf(`\uFEFF${saved}`, 'page.html'))
    expect(textsOf(marked.conversations[0]!.messages)).toEqual(expected)
  })
})

describe('a saved page', () => {
  const chat = (answer: string): string =>
    `<div data-message-author-role="user"><div class="whitespace-pre-wrap">Ask</div></div><div data-message-author-role="assistant"><div class="markdown">${answer}</div></div>`
  const partsOf = async (answer: string): Promise<readonly unknown[]> =>
    (await collect(fileOf(page('https://chatgpt.com/c/abcd', 'ChatGPT', chat(answer)), 'p.html'))).conversations[0]!
      .messages[1]!.parts

  test('keeps formulas in TeX, and pictures with their bytes', async () => {
    const tex = (source: string, more = ''): string =>
      `<span class="katex${more}"><span class="katex-mathml"><math><semantics><mrow>x</mrow><annotation encoding="application/x-tex">${source}</annotation></semantics></math></span><span class="katex-html">x</span></span>`
    const picture = `data:image/png;base64,${'iVBORw0KGgoA'.repeat(300)}`
    expect(
      await partsOf(
        `<p>Area ${tex('a_{1}^2')} is</p><p><span class="katex-display">${tex('\\frac{a}{b}')}</span></p><img alt="A comb" src="${picture}"><img alt="Site logo" src="https://e.org/favicon.ico">`,
      ),
    ).toMatchObject([
      { type: 'text', text: 'Area $a_{1}^2$ is\n\n$$\\frac{a}{b}$$' },
      { type: 'image', mimeType: 'image/png', text: 'A comb' },
    ])
  })

  test('leaves out the name of the language above a block of code, and no other word', async () => {
    const code = (above: string): string =>
      `<p>See python</p><div>${above}<div><pre><code class="language-python">pass\n</code></pre></div></div>`
    const fence = '```python\npass\n```'
    expect(await partsOf(code('<div class="text-xs">Python</div>'))).toEqual([
      { type: 'text', text: `See python\n\n${fence}` },
    ])
    expect(await partsOf(code('<p>Not python</p>'))).toEqual([
      { type: 'text', text: `See python\n\nNot python\n\n${fence}` },
    ])
  })

  test('is not titled by the name of the service, and keeps ids of messages', async () => {
    const body = chat('<p>Answer</p>').replace('data-message-author-role="user"', '$& data-message-id="m-1"')
    const { conversations } = await collect(fileOf(page('https://chatgpt.com/share/abcd', 'ChatGPT', body), 'p.html'))
    expect(conversations[0]!.conversation).toMatchObject({ title: 'Ask', sourceUrl: 'https://chatgpt.com/share/abcd' })
    expect(conversations[0]!.messages.map(({ metadata }) => metadata['providerId'])).toEqual(['m-1', undefined])
  })

  test('of SingleFile, or with a canonical link, says where it is from', async () => {
    const heads = [
      '<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://chatgpt.com/c/abcd?x=1 \n saved date: Sat Nov 28 2026 \n--><head>',
      '<!doctype html><html><head><link href="https://chat.openai.com/c/abcd" rel=canonical>',
      '<!doctype html><html><head><meta content="https://chatgpt.com/g/g-1-a/c/abcd" property="og:url">',
    ]
    for (const head of heads) {
      const { conversations } = await collect(fileOf(`${head}</head><body>${chat('<p>A</p>')}</body></html>`, 'p.html'))
      expect(conversations[0]!.conversation.sourceUrl).toBe('https://chatgpt.com/c/abcd')
    }
  })

  test('of another service does not become one of these by a class it shares', async () => {
    expect(
      await refusal(fileOf('<!doctype html><html><body><div class="user-message">Hi</div></body></html>', 'p.html')),
    ).toBe('unknown-format')
    const zai = await collect(
      fileOf(
        page('https://chat.z.ai/c/abcd', 'Z.ai', chat('<p>A</p>').replaceAll('data-message-author-role', 'data-role')),
        'p.html',
      ),
    )
    expect(zai.events[0]).toMatchObject({ format: 'zai-page' })
    expect(zai.conversations[0]!.messages).toHaveLength(2)
  })

  test('takes linear time, however it is made', async () => {
    const started = performance.now()
    for (const piece of [
      '<script>',
      '<script',
      '<div>',
      '<link rel=canonical ',
      '<p><b>',
      '<img src="data:image/png;base64,AAAA">',
    ])
      await collect(fileOf(page('https://chatgpt.com/c/abcd', 'T', chat('<p>A</p>') + piece.repeat(20_000)), 'p.html'))
    expect(performance.now() - started).toBeLessThan(20_000)
  })
})

describe('a page shared from Poe', () => {
  test('gives its messages and nothing else of the script', async () => {
    const { events, conversations, originals } = await collect(fileOf(poePage(POE_MESSAGES), 'poe.html'))
    expect(events[0]).toMatchObject({ format: 'poe-next-data', provider: 'poe' })
    const { conversation, messages: read } = conversations[0]!
    expect(conversation).toMatchObject({
      sourceUrl: 'https://poe.com/s/AbCdEf',
      model: 'Claude-Sonnet-4',
      createdAt: 1_760_000_000_000,
    })
    expect(textsOf(read)).toEqual([
      ['user', 'text: How do bees build?'],
      ['assistant', 'text: With **wax**.'],
    ])
    expect(JSON.stringify([conversations, originals])).not.toContain(SECRET)
  })

  test.each([
    ['a null message', { node: null }, /1 of its 2 messages is not in the list/],
    ['a null text', { node: { author: 'human', text: null } }, /1 of its 2 messages has no content/],
    ['a null author', { node: { author: null, text: 'x' } }, /1 of its 2 messages has no author/],
  ])('with %s keeps the other and names it', async (_, broken, reason) => {
    const { conversations, unreadable } = await collect(fileOf(poePage([POE_MESSAGES[0], broken]), 'poe.html'))
    expect(conversations[0]!.messages).toHaveLength(2)
    expect(unreadable[0]!.reason).toMatch(reason)
  })

  test('without its messages is named', async () => {
    const { conversations, unreadable } = await collect(fileOf(poePage([], { messagesConnection: null }), 'poe.html'))
    expect(conversations).toEqual([])
    expect(unreadable).toMatchObject([{ name: 'poe.html', reason: expect.stringMatching(/does not hold/) as string }])
  })
})
