import fc from 'fast-check'
import { lexer } from 'marked'
import { describe, expect, it } from 'vitest'
import { ACU_TYPES } from './acu.ts'
import { contextPack, type ContextPack, type PackCard, type PackItem, type PackRequest } from './context-pack.ts'
import { estimateTokens } from './estimate-tokens.ts'

const words: PackRequest['words'] = {
  untitled: 'Untitled',
  intro: 'From my own chats.',
  note: 'Note',
  passage: 'Passage',
  conversation: 'Conversation',
  from: (context) => `From “${context}”`,
  footnote: ({ source }) => (source ? `${source.provider}, “${source.title}”, answer ${source.ordinal}` : 'Not here'),
}

/** Lines that leave something open, close what others opened, or look like this pack's own marks. */
const LINES = [
  'A rollback creates a new revision.',
  '```',
  '````',
  '```js title="a"',
  '~~~',
  '    ```',
  '- ```sh',
  '  ```',
  '10. ```',
  '> ~~~',
  '',
  '<!-- open',
  '-->',
  '<pre>',
  '<div>',
  '<script>',
  '<![CDATA[',
  '$$',
  '\\[',
  '\\]',
  '| a | b |',
  '|---|---|',
  '- item',
  '    indented',
  'ends with `code',
  'see [1][^1] and [^s2]: here',
  '[^1]: a note of the card',
  '[a]: https://example.org',
  '===',
  '---',
  '# Heading',
  'https://example.org/path',
  'backslash \\',
  'a [link](x',
  'lone\rreturn\r```',
  '漢字 и слова 🦆',
]
const text = fc.array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 8 }).map((lines) => lines.join('\n'))
const source = fc.record({
  title: fc.oneof(text, fc.constant('Rolling *back* a [release]')),
  provider: fc.constantFrom('claude' as const, 'chatgpt' as const),
  role: fc.constant('assistant' as const),
  ordinal: fc.integer({ min: 1, max: 99 }),
  link: fc.constant('https://vivim.example/#/c/1?m=2&p=0&s=1&e=9'),
  sourceUrl: fc.constantFrom('https://claude.ai/chat/1', 'not > an address'),
})
const card = fc.record(
  {
    kind: fc.constant('card' as const),
    type: fc.constantFrom(...ACU_TYPES),
    content: text,
    quality: fc.integer({ min: 0, max: 100 }),
    language: fc.constantFrom('js', 'c++', 'a b`'),
    context: text,
    note: text,
    source,
  },
  { requiredKeys: ['kind', 'type', 'content', 'quality'] },
)
const own = fc.record({ kind: fc.constantFrom('heading' as const, 'text' as const), text })
const items = fc
  .array(fc.oneof({ weight: 3, arbitrary: card }, own), { maxLength: 9 })
  .map((list) =>
    list.map(
      (one, index): PackItem =>
        ({ ...one, id: `e${index}`, ...(one.kind === 'card' && { acuId: `${index}` }) }) as PackItem,
    ),
  )
const priority = fc.constantFrom('order' as const, 'quality' as const)

const pack = (list: readonly PackItem[], budget = 1e6, first: PackRequest['priority'] = 'order'): ContextPack =>
  contextPack({ title: 'On call', items: list, budget, priority: first, words })

const inPack = (list: readonly PackItem[], { leftOut }: ContextPack): readonly PackCard[] =>
  list.filter((item) => item.kind === 'card').filter(({ id }) => !leftOut.includes(id))

describe('a context pack', () => {
  it('is never over its budget, and names what did not fit', () => {
    fc.assert(
      fc.property(items, fc.nat(400), priority, (list, budget, first) => {
        const { markdown, tokens, leftOut, blocks } = pack(list, budget, first)
        expect(estimateTokens(markdown)).toBe(tokens)
        expect(tokens).toBeLessThanOrEqual(budget)
        const things = list.filter(({ kind }) => kind !== 'heading').map(({ id }) => id)
        const taken = blocks.filter(({ kind }) => kind !== 'heading').map(({ id }) => id)
        expect(things.filter((id) => taken.includes(id) || leftOut.includes(id))).toEqual(things)
        expect(taken.length + leftOut.length).toBe(things.length)
      }),
    )
  })

  it('fills its budget: what was left out would not have fitted', () => {
    fc.assert(
      fc.property(items, fc.nat(400), (list, budget) => {
        const { tokens, leftOut, costs, blocks } = pack(list, budget)
        const headings = list.filter(({ kind }) => kind === 'heading').map(({ id }) => costs.get(id)!)
        // Sums are bounds: each block may come to two tokens less than it was counted, and three for longer labels.
        const slack = 5 * blocks.length + Math.max(0, ...headings) + 30
        for (const id of leftOut) expect(tokens + costs.get(id)! + slack).toBeGreaterThan(budget)
      }),
    )
  })

  it('has a footnote for each mark and a mark for each footnote, whatever cards say', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 60, max: 900 }), (list, budget) => {
        const result = pack(list, budget)
        const { markdown, footnotes } = result
        expect(footnotes).toHaveLength(inPack(list, result).length)
        const labels = footnotes.map(({ label }) => label)
        const notes = labels.map((label) => markdown.split(`\n[^${label}]: `).length - 1)
        const all = labels.map((label) => markdown.split(`[^${label}]`).length - 1)
        expect(notes).toEqual(labels.map(() => 1))
        expect(all).toEqual(labels.map(() => 2))
      }),
    )
  })

  it('lets no card spill over: headings, marks and footnotes stay what they are, and contents stand verbatim', () => {
    fc.assert(
      fc.property(fc.array(card, { minLength: 1, maxLength: 5 }), (cards) => {
        const list = cards.flatMap((one, index): PackItem[] => [
          { id: `h${index}`, kind: 'heading', text: `Section ${index}` },
          { ...one, id: `c${index}`, acuId: `${index}` },
        ])
        const { markdown, footnotes } = pack(list)
        for (const { content } of cards) expect(markdown).toContain(content)
        const tokens = lexer(markdown)
        const raws = tokens.map(({ raw }) => raw.trim())
        cards.forEach((_, index) => expect(raws).toContain(`## Section ${index}`))
        // Definitions follow one another as paragraphs at the top level.
        const last = tokens.filter(({ type }) => type === 'paragraph' || type === 'def').slice(-footnotes.length)
        footnotes.forEach(({ label }, index) => expect(last[index]?.raw).toContain(`[^${label}]: `))
      }),
      { numRuns: 300 },
    )
  })

  it('keeps the order of the notebook and takes the best first where that is asked', () => {
    const list = [20, 90, 50].map((quality, index): PackItem => ({
      id: `e${index}`,
      kind: 'card',
      acuId: `${index}`,
      type: 'claim',
      content: `Card ${index} says something of about the same length as the others do.`,
      quality,
    }))
    const two = 2 * pack(list).costs.get('e0')! + 20
    expect(pack(list, two, 'order').leftOut).toEqual(['e2'])
    const best = pack(list, two, 'quality')
    expect(best.leftOut).toEqual(['e0'])
    expect(best.blocks.map(({ id }) => id)).toEqual(['e1', 'e2'])
    expect(pack(list, 3)).toMatchObject({ markdown: '', tokens: 0, leftOut: ['e0', 'e1', 'e2'] })
  })

  it('reads like this', () => {
    const list: PackItem[] = [
      { id: '1', kind: 'heading', text: 'Log in' },
      {
        id: '2',
        kind: 'card',
        acuId: 'a',
        type: 'claim',
        content: 'A rollback creates a new revision.',
        quality: 84,
        context: 'Rolling back',
        note: 'Checked.\nTwice.',
        source: {
          title: 'Rolling back a [Helm] release',
          provider: 'claude',
          role: 'assistant',
          ordinal: 1,
          link: 'https://vivim.example/#/c/1',
          sourceUrl: 'https://claude.ai/chat/1',
        },
      },
      { id: '3', kind: 'card', acuId: 'b', type: 'command', content: 'echo ```', quality: 60, language: 'bash' },
      { id: '4', kind: 'heading', text: 'Nothing below' },
    ]
    expect(pack(list).markdown).toBe(`# On call

> From my own chats.

## Log in

*From “Rolling back”*

A rollback creates a new revision.[^1]

> Note: Checked.
> Twice.

\`\`\`\`bash
echo \`\`\`
\`\`\`\`

[^2]

[^1]: claude, “Rolling back a \\[Helm\\] release”, answer 1. Passage: <https://vivim.example/#/c/1>. Conversation: <https://claude.ai/chat/1>

[^2]: Not here
`)
  })
})

describe('the estimate of tokens', () => {
  it('of texts joined by a blank line is at most the sum and one', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'grapheme' })), fc.oneof(text, fc.string()), (a, b) => {
        expect(estimateTokens(`${a}\n\n${b}`)).toBeLessThanOrEqual(estimateTokens(a) + estimateTokens(b) + 1)
      }),
    )
  })

  it('counts words, figures, signs and scripts without spaces', () => {
    expect(estimateTokens('')).toBe(0)
    expect(estimateTokens('Keep 25 revisions')).toBe(4)
    expect(estimateTokens('回滚不会倒退')).toBe(6)
    expect(estimateTokens('--------------------------------')).toBe(4)
  })
})
