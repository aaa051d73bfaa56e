import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeEntities } from './entities.ts'
import { normaliseSpan, parseMarkdown } from './parse.ts'
import { anchorOf, cut, type Block, type Inline } from './tree.ts'

/** All leaves of inline text, in order. */
function leaves(inlines: readonly Inline[]): Inline[] {
  return inlines.flatMap((inline) => ('children' in inline ? leaves(inline.children) : [inline]))
}

function leavesOf(blocks: readonly Block[]): Inline[] {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case 'paragraph':
      case 'heading':
        return leaves(block.inlines)
      case 'list':
        return block.items.flatMap((item) => leavesOf(item.blocks))
      case 'quote':
        return leavesOf(block.blocks)
      case 'table':
        return [...block.head, ...block.rows.flat()].flatMap(leaves)
      default:
        return []
    }
  })
}

/** Every leaf of text stands in the source where its span says. */
function expectExact(source: string): void {
  for (const leaf of leavesOf(parseMarkdown(source))) {
    if (leaf.kind !== 'text' && leaf.kind !== 'code') continue
    expect(source.slice(leaf.start, leaf.end).trimEnd()).toBe(leaf.source.trimEnd())
  }
}

describe('spans of Markdown', () => {
  test('are exact in paragraphs, headings, emphasis and links', () => {
    expectExact(
      '# A *title*\n\nFirst **bold *and more***, `code` and [a link](https://a.example "t").\nSecond line.\n\nEnd',
    )
  })

  test('are exact in lists, also nested and indented ones', () => {
    expectExact(
      '1. one\n   goes on\n   - inner **x**\n     more of it\n2. two\n\n   second paragraph\n\n- [x] done\n- [ ] open',
    )
  })

  test('are exact in quotes, with a list in them', () => {
    expectExact('> quoted text\n> goes on here\n>\n> - item one\n> - item `two`\n\nafter')
  })

  test('are exact in tables, with repeated cells', () => {
    expectExact('| a | b |\n|---|---|\n| a | a |\n| same | same |\n| `x` | **y** |')
  })

  test('of blocks cover what they hold', () => {
    const source = 'Intro.\n\n```sh\nls -l\n```\n\n| a |\n|---|\n| 1 |\n\n$$\nx^2\n$$\n'
    const shown = parseMarkdown(source).map((block) => [block.kind, source.slice(block.start, block.end)])
    expect(shown).toEqual([
      ['paragraph', 'Intro.'],
      ['code', '```sh\nls -l\n```'],
      ['table', '| a |\n|---|\n| 1 |'],
      ['math', '$$\nx^2\n$$'],
    ])
  })

  test('stay inside the text, in order, whatever comes', () => {
    const piece = fc.constantFrom(
      '# h',
      '- a',
      '  - b',
      '> q',
      '| a | b |',
      '|--|--|',
      '```',
      '**x**',
      '`c`',
      '\\[x\\]',
      '$$',
      '',
      '\t',
      '1. n',
      '<b>',
      'word &amp;',
      '[l](u)',
      '\\*',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 12 }), (lines) => {
        const source = lines.join('\n').replaceAll('\r', '')
        for (const block of parseMarkdown(source)) {
          expect(block.start).toBeGreaterThanOrEqual(0)
          expect(block.end).toBeLessThanOrEqual(source.length)
          expect(block.start).toBeLessThanOrEqual(block.end)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('follow a text with carriage returns', () => {
    const text = 'one\r\ntwo\r\n\r\nthree'
    const span = normaliseSpan(text, { start: text.indexOf('three'), end: text.length })
    expect('one\ntwo\n\nthree'.slice(span.start, span.end)).toBe('three')
  })
})

describe('what is read', () => {
  test('formulas in all three spellings, and no HTML', () => {
    const [first, second] = parseMarkdown(
      'So \\(a_b\\) and \\[c*d*e\\] end <script>x</script>\n\n<div onclick="x">hi</div>',
    )
    expect(leavesOf(first ? [first] : []).map((leaf) => leaf.kind)).toEqual([
      'text',
      'math',
      'text',
      'math',
      'text',
      'html',
      'text',
      'html',
    ])
    expect(second?.kind).toBe('html')
  })

  test('money is not a formula', () => {
    expect(leavesOf(parseMarkdown('It costs $5 and then $6.')).every((leaf) => leaf.kind === 'text')).toBe(true)
  })

  test('very deep nesting ends', () => {
    expect(parseMarkdown(`${'> '.repeat(3_000)}x`).length).toBe(1)
  })

  test('character references', () => {
    expect(decodeEntities('a &amp; b &#39;c&#x27; &nope; &#xD800;')).toBe("a & b 'c' &nope; &#xD800;")
  })
})

describe('where a card belongs', () => {
  const source = 'First sentence. Second sentence.\n\n- one item\n- two item\n\nLast.'
  const blocks = parseMarkdown(source)
  const rangeOf = (text: string) => ({ start: source.indexOf(text), end: source.indexOf(text) + text.length })

  test('to the paragraph, to the item, or to the list as a whole', () => {
    expect(anchorOf(blocks, rangeOf('Second sentence.'))?.kind).toBe('paragraph')
    expect(anchorOf(blocks, rangeOf('two'))?.kind).toBe('paragraph')
    expect(anchorOf(blocks, rangeOf('- two item'))?.kind).toBe('item')
    expect(anchorOf(blocks, rangeOf('- one item\n- two item'))?.kind).toBe('list')
    expect(anchorOf(blocks, { start: 900, end: 901 })).toBeUndefined()
  })

  test('a text is cut at the borders of ranges', () => {
    expect(
      cut({ start: 10, end: 20 }, [
        { start: 0, end: 12 },
        { start: 11, end: 15 },
        { start: 30, end: 40 },
      ]),
    ).toEqual([
      { start: 10, end: 11, covers: [0] },
      { start: 11, end: 12, covers: [0, 1] },
      { start: 12, end: 15, covers: [1] },
      { start: 15, end: 20, covers: [] },
    ])
  })
})
