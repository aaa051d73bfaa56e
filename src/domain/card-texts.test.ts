import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CardForm } from './card-form.ts'
import { mergedText, splitPieces, splitTexts } from './card-texts.ts'

const prose = (content: string): CardForm => ({ type: 'claim', content })
const code = (content: string): CardForm => ({ type: 'code_snippet', content, language: 'sql' })

describe('splitting a text', () => {
  it.each([
    ['One.\n\nTwo\nlines.\n\n\nThree.', ['One.', 'Two\nlines.', 'Three.']],
    ['See:\n\n```js\na()\n\nb()\n```\n\nDone.', ['See:', '```js\na()\n\nb()\n```', 'Done.']],
    ['```js\na()\n\nb()', ['```js\na()\n\nb()']],
    ['- one\n- two', ['- one', '- two']],
    ['It rains. Does it? Yes (often.) 3.5 mm.', ['It rains.', 'Does it?', 'Yes (often.)', '3.5 mm.']],
    ['今日は雨。明日は晴れ。', ['今日は雨。', '明日は晴れ。']],
    ['Alone', ['Alone']],
  ])('offers %j in %j', (content, pieces) => {
    expect(splitPieces(prose(content))).toEqual(pieces)
  })

  it('offers code by its blank lines, else by its lines', () => {
    expect(splitPieces(code('SELECT 1;\n\n  SELECT 2;'))).toEqual(['SELECT 1;', '  SELECT 2;'])
    expect(splitPieces(code('SELECT 1;\nSELECT 2. FROM x;'))).toEqual(['SELECT 1;', 'SELECT 2. FROM x;'])
  })

  it('loses nothing but white space, wherever it is split', () => {
    const line = fc.constantFrom('One. Two!', '```', '~~~', '  code', '- item', '', '', 'うん。そう。')
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(12)),
        fc.boolean(),
        (lines, cuts, isCode) => {
          const content = lines.join('\n').trim()
          const card = isCode ? code(content) : prose(content)
          const pieces = splitPieces(card)
          const before = new Set(cuts.filter((cut) => cut > 0 && cut < pieces.length))
          const texts = splitTexts(content, pieces, before)
          expect(texts).toHaveLength(before.size + 1)
          expect(texts.join('').replace(/\s/g, '')).toBe(content.replace(/\s/g, ''))
        },
      ),
    )
  })
})

describe('merging texts', () => {
  it('takes what another holds only once', () => {
    expect(mergedText([prose('It rains.'), prose('It rains. Often.'), prose('It snows.')])).toBe(
      'It rains. Often.\n\nIt snows.',
    )
    expect(mergedText([prose('Same'), prose('Same')])).toBe('Same')
  })

  it('fences code beside prose, and leaves code of one language code', () => {
    expect(mergedText([prose('Ask:'), code('SELECT 1;')])).toBe('Ask:\n\n```sql\nSELECT 1;\n```')
    expect(mergedText([code('SELECT 1;'), code('SELECT 2;')])).toBe('SELECT 1;\n\nSELECT 2;')
  })
})
