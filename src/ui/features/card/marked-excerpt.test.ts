import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markedExcerpt } from './marked-excerpt.ts'

const show = (content: string, words: readonly string[], limit?: number): string => {
  const marks = words.map((word) => ({ start: content.indexOf(word), end: content.indexOf(word) + word.length }))
  const { text, highlights } = markedExcerpt(content, marks, limit)
  let [out, at] = ['', 0]
  for (const { start, end } of highlights) {
    out += `${text.slice(at, start)}[${text.slice(start, end)}]`
    at = end
  }
  return out + text.slice(at)
}

describe('an excerpt', () => {
  it('is the text on one line without marks of Markdown, its own marks in place', () => {
    expect(show('## Limits\n\n- The **timeout** is `30 s` by default.\n- Next', ['30 s', 'timeout'])).toBe(
      'Limits The [timeout] is [30 s] by default. Next',
    )
  })

  it('begins near the first mark of a long text, at a word', () => {
    const text = `${'word '.repeat(80)}port 8080 is taken. ${'more '.repeat(80)}`
    const excerpt = show(text, ['8080'], 120)
    expect(excerpt).toMatch(/^… word (?:word )+port \[8080\] is taken\. .+…$/)
  })

  it('shows a mark that lies in a fence line as nothing', () => {
    expect(show('```js\nlet a = 1\n```', ['js'])).toBe('let a = 1 ')
  })

  it('keeps every mark inside its text, for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.nat(40),
        fc.nat(40),
        fc.integer({ min: 5, max: 60 }),
        (content, start, length, limit) => {
          const end = Math.min(content.length, start + length)
          const { text, highlights } = markedExcerpt(content, start < end ? [{ start, end }] : [], limit)
          for (const one of highlights) {
            expect(one.start).toBeLessThan(one.end)
            expect(one.end).toBeLessThanOrEqual(text.length)
          }
        },
      ),
    )
  })
})
