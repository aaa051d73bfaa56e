import { expect, it } from 'vitest'
import { attribute, find, findAll, markdownOf, parseHtml, plainText } from './html.ts'

it('turns what is read on a page into Markdown', () => {
  const html = `<h2>Steps</h2><p>Use <code>git</code> and <b>read</b>:</p><ol><li>One</li><li>Two</li></ol>
    <pre><code class="language-js">let a = 1
</code></pre><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table><button>Copy</button>`
  expect(markdownOf(parseHtml(html))).toBe(
    '## Steps\n\nUse `git` and **read**:\n\n1. One\n2. Two\n\n```js\nlet a = 1\n```\n\n| A | B |\n| - | - |\n| 1 | 2 |',
  )
})

it('leaves out scripts and styles, also nested ones', () => {
  const html = '<div><p>Text<script>alert(1)</script></p><style>p{}</style><template><p>no</p></template></div>'
  expect(markdownOf(parseHtml(html))).toBe('Text')
})

it('finds elements, attributes and texts', () => {
  const page = parseHtml('<!doctype html><body><div data-message-id="m1"><p>Hi</p></div><div>No</div></body>')
  const found = findAll('[data-message-id]', page)
  expect(found.map((element) => attribute(element, 'dataMessageId'))).toEqual(['m1'])
  expect(plainText(find('p', found[0]!)!)).toBe('Hi')
})

it('survives what no page has: 100,000 open elements', () => {
  expect(markdownOf(parseHtml(`${'<div>'.repeat(100_000)}deep`))).toBe('')
})

it('takes what looks like markup in scripts for what it is', () => {
  const script = `<script>x = ${JSON.stringify('<div>'.repeat(1000))}</script>`
  expect(markdownOf(parseHtml(`${script}<p>After</p>`))).toBe('After')
})
