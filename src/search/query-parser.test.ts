import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseQuery } from './query-parser.ts'

const said = (line: string) =>
  parseQuery(line).groups.map(({ all, none }) => [
    all.map(({ terms, prefix }) => terms.join('+') + (prefix ? '*' : '')),
    none.map(({ terms }) => terms.join('+')),
  ])

describe('parseQuery', () => {
  it('reads words, phrases, AND, OR, NOT and minus', () => {
    expect(said('roll back ')).toEqual([[['roll', 'back'], []]])
    expect(said('roll ba')).toEqual([[['roll', 'ba*'], []]])
    expect(said('"roll back" now ')).toEqual([[['roll+back', 'now'], []]])
    expect(said('a AND b OR c NOT d -e ')).toEqual([
      [['a', 'b'], []],
      [['c'], ['d', 'e']],
    ])
    expect(said('kube* x ')).toEqual([[['kube*', 'x'], []]])
    expect(said('“roll ba')).toEqual([[['roll+ba*'], []]])
    expect(said('--wait foo-bar std::vec ')).toEqual([[['wait', 'foo+bar', 'std+vec'], []]])
  })

  it('reads operators', () => {
    const { filters, filtered } = parseQuery(
      'from:claude -type:code after:2026-09 before:2027 has:table quality:>50 is:kept tag:"Two Words" -tag:x',
    )
    expect(filtered).toBe(true)
    expect(filters).toMatchObject({
      providers: ['claude'],
      notTypes: ['code_snippet'],
      after: new Date(2026, 8, 1).getTime(),
      before: new Date(2027, 0, 1).getTime(),
      has: ['table'],
      minQuality: 51,
      is: ['kept'],
      tags: ['two words'],
      notTags: ['x'],
    })
  })

  it('names what it cannot read and searches for the rest', () => {
    const { problems, groups } = parseQuery(
      'before:2026-02-30 provider:nobody quality:good has:wings type:constructor x ',
    )
    expect(problems).toHaveLength(5)
    expect(groups).toHaveLength(1)
    expect(parseQuery('provider: ').problems).toEqual([])
  })

  it('never throws, and terms hold letters, digits and marks only', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '"',
        '-',
        'NOT ',
        ' OR ',
        'before:',
        'quality:>',
        'in:title ',
        '*',
        '日本',
        '\0',
        "'",
        '{body}:',
        '^',
      ),
    )
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('')),
        (line) => {
          for (const { all, none } of parseQuery(line).groups) {
            for (const { terms } of [...all, ...none]) {
              expect(terms.length).toBeGreaterThan(0)
              for (const term of terms) expect(term).toMatch(/^[\p{L}\p{N}\p{M}]+$/u)
            }
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})
