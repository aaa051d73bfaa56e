import { describe, expect, test } from 'vitest'
import { PAGE, readPageMessage } from './page-message.ts'

const message = { type: PAGE, name: 'Wax and cells.html', html: '<!DOCTYPE html>' }
const from = 'https://chatgpt.com'

describe('a page handed over by another window', () => {
  test('is taken from services that have chats', () => {
    for (const origin of [from, 'https://claude.ai', 'https://gemini.google.com', 'https://www.perplexity.ai'])
      expect(readPageMessage(message, origin)).toEqual({
        ok: true,
        value: { name: 'Wax and cells.html', html: '<!DOCTYPE html>' },
      })
  })

  test.each([
    'http://chatgpt.com',
    'https://chatgpt.com:8443',
    'https://chatgpt.com.example.org',
    'https://evil-chatgpt.com',
    'https://chatgpt.com@example.org',
    'https://example.org/https://chatgpt.com',
    'https://sub.chatgpt.com',
    'https://CHATGPT.com',
    'null',
    '',
  ])('is not taken from %s', (origin) => {
    expect(readPageMessage(message, origin)).toEqual({ ok: false, error: 'unknown-site' })
  })

  test.each([
    null,
    undefined,
    PAGE,
    [message],
    { ...message, type: 'vivim-ready' },
    { ...message, html: undefined },
    { ...message, html: '' },
    { ...message, html: ['<html>'] },
    { ...message, html: { toString: (): string => '<html>' } },
  ])('is none in %o', (data) => {
    expect(readPageMessage(data, from)).toEqual({ ok: false, error: 'no-page' })
  })

  test('may have 32 MB and not more', () => {
    const html = 'x'.repeat(32 * 1024 * 1024)
    expect(readPageMessage({ ...message, html }, from).ok).toBe(true)
    expect(readPageMessage({ ...message, html: `${html}x` }, from)).toEqual({ ok: false, error: 'too-large' })
  })

  test.each([
    ['../../etc/passwd', '.. .. etc passwd.html'],
    ['a\u0000b\u202ec\nd', 'a b c d.html'],
    ['Wax.HTM', 'Wax.html'],
    ['🐝'.repeat(300), `${'🐝'.repeat(120)}.html`],
    ['  ', 'page.html'],
    [7, 'page.html'],
    [undefined, 'page.html'],
  ])('is named for a file: %o', (name, expected) => {
    const read = readPageMessage({ ...message, name }, from)
    expect(read.ok && read.value.name).toBe(expected)
  })
})
