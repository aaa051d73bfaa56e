import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldTag, hasTag, MAX_TAG, MAX_TAGS, tidyTag, tidyTags } from './tags.ts'

describe('tags', () => {
  it.each([
    ['  Rye   bread ', 'Rye bread'],
    ['#todo', 'todo'],
    ['say "cheese"', 'say cheese'],
    ['a\nb\tc', 'a b c'],
    ['пекарня', 'пекарня'],
    ['x'.repeat(80), 'x'.repeat(MAX_TAG)],
    ['e\u0301te\u0301', 'été'],
  ])('%j is kept as %j', (text, kept) => {
    expect(tidyTag(text)).toBe(kept)
  })

  it.each(['', '   ', '#', '""', '\u200b'])('%j is none', (text) => {
    expect(tidyTag(text)).toBeUndefined()
  })

  it('are each there once, whatever their case, as first written', () => {
    expect(tidyTags(['Bread', 'bread', ' BREAD ', 'Straße', 'ＢＲＥＡＤ'])).toEqual(['Bread', 'Straße'])
    expect(hasTag(['Bread'], 'bREAD')).toBe(true)
    expect(hasTag(['Bread'], 'breads')).toBe(false)
  })

  it('stay as they are once they were tidied', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 60 }), (texts) => {
        const tags = tidyTags(texts)
        expect(tidyTags(tags)).toEqual(tags)
        expect(tags.length).toBeLessThanOrEqual(MAX_TAGS)
        expect(new Set(tags.map(foldTag)).size).toBe(tags.length)
        for (const tag of tags) {
          expect(tag.length).toBeLessThanOrEqual(MAX_TAG)
          expect(tag).not.toMatch(/["\n]|^\s|\s$/)
        }
      }),
    )
  })
})
