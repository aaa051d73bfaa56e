import { describe, expect, it } from 'vitest'
import { plainText } from './plain.ts'

describe('plainText', () => {
  it('leaves out what only marks', () => {
    expect(plainText('## Look **first**, then\n\n- run `helm` with [this](https://a.example/b)')).toBe(
      'Look first, then run helm with this',
    )
    expect(plainText('Why?\n```rust\nlet a = 2 * 3 * b\n```')).toBe('Why? let a = 2 * 3 * b')
  })

  it('reads a table cell by cell', () => {
    expect(plainText('| Object | Why |\n|---|:--|\n| CRDs | Never |')).toBe('Object · Why CRDs · Never')
  })

  it('keeps plain words, underscores and pipes of shells as they are', () => {
    expect(plainText('a_b_c and 2 * 3, ls|wc')).toBe('a_b_c and 2 * 3, ls|wc')
    expect(plainText('')).toBe('')
  })
})
