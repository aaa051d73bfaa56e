import { describe, expect, it } from 'vitest'
import { canonicalContent } from '../../domain/acu-id.ts'
import { derive } from '../derive.ts'
import { conversationOf, turnOf } from '../single.ts'
import { lexBlocks } from './blocks.ts'

const CODE = 'const total = rows\n  .map((row) => row.price)\n\n  .reduce((a, b) => a + b, 0)'
const TABLE = '| part | price |\n|------|------:|\n| bolt | 0.20 |\n| nut | 0.10 |'
const FORMULA = '$$\n\\int_0^1 x^2\\,dx = \\frac{1}{3}\n$$'
const indented = (text: string, by: string): string => text.replace(/^(?=.)/gm, by)

/** Contents of the cards of an answer; each is what stands at its place. */
function contentsOf(text: string): string[] {
  const { cards, sources } = derive(conversationOf('c'), [turnOf('m', 'assistant', text)])
  for (const { acuId, start, end } of sources)
    expect(canonicalContent(text.slice(start, end))).toBe(cards.find(({ id }) => id === acuId)?.content)
  return cards.map(({ content }) => content)
}

describe('code, tables and formulas are cards exactly as they stand', () => {
  it.each([
    ['code', `Run:\n\n\`\`\`js\n${CODE}\n\`\`\`\n\nDone.`, CODE],
    ['code with line ends of Windows', `Run:\r\n\`\`\`js\r\n${CODE.replace(/\n/g, '\r\n')}\r\n\`\`\``, CODE],
    ['code with fences in it', 'Run:\n````md\n```js\nx = 1\n```\n````', '```js\nx = 1\n```'],
    ['code that is not closed', `Run:\n~~~\n${CODE}`, CODE],
    [
      'code of a list item',
      `1. Run:\n\n   \`\`\`js\n${indented(CODE, '   ')}\n   \`\`\`\n2. Done.`,
      indented(CODE, '   '),
    ],
    [
      'code at the start of a list item',
      `- \`\`\`js\n${indented(CODE, '  ')}\n  \`\`\`\n- Done.`,
      indented(CODE, '  '),
    ],
    ['code in HTML', '<details>\n```js\nstart(1)\nstop(2)\n```\n</details>', 'start(1)\nstop(2)'],
    ['a table', `Prices:\n${TABLE}\n\nDone.`, TABLE],
    ['a table with text right below', `Prices:\n\n${TABLE}\nDone.`, TABLE],
    ['a table of a list item', `- Prices:\n\n${indented(TABLE, '  ')}\n- Done.`, indented(TABLE, '  ').trimStart()],
    ['a formula', `So\n${FORMULA}\nwhere x is it.`, FORMULA],
    ['a formula in brackets', 'So\n\\[ E = mc^2 \\].\nwhere c is it.', '\\[ E = mc^2 \\]'],
    ['a formula of a list item', '1. So\n\n      \\[E = mc^2\\]\n\n2. where c is it.', '\\[E = mc^2\\]'],
    ['a formula within a line', 'So we get $$E = mc^2$$ where c is it.', '$$E = mc^2$$'],
  ])('%s', (_, text, expected) => {
    expect(contentsOf(text)).toContain(canonicalContent(expected))
  })

  it('takes prices for no formula, and keeps what follows a table', () => {
    expect(contentsOf('The bistro ($$) costs less than the grill ($$$$).')).toHaveLength(1)
    expect(lexBlocks(`${TABLE}\nDone.`).map(({ kind }) => kind)).toEqual(['table', 'paragraph'])
  })

  it('stays fast on hostile runs', () => {
    const start = performance.now()
    for (const bit of ['$$', '$$=', '\\[', '- \\[\n', '| - |\n', '|-', '- ```\n', '1. $$ a\n', '<a>\n```\n'])
      lexBlocks(`- ${bit.repeat(50_000 / bit.length)}`)
    for (const bit of ['$$ = ', '\\[ ']) contentsOf(bit.repeat(20_000 / bit.length))
    expect(performance.now() - start).toBeLessThan(8000)
  })
})
