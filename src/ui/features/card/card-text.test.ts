import { describe, expect, it } from 'vitest'
import { firstLine, leadIn } from './card-text.ts'

describe('firstLine', () => {
  it('reads the first line that says something, without its marks', () => {
    expect(firstLine('```sh\nhelm list\n```')).toBe('helm list')
    expect(firstLine('\n## **Look** first\n\nthen')).toBe('Look first')
    expect(firstLine('a'.repeat(200), 10)).toBe(`${'a'.repeat(9)}…`)
  })
})

describe('leadIn', () => {
  const code = { type: 'command', content: 'helm list', language: 'sh' } as const

  it('shows the sentence that leads to code as one, and the heading above it', () => {
    expect(leadIn({ ...code, context: 'Look first — Compare the two' })).toEqual({
      from: 'Look first',
      lead: 'Compare the two:',
    })
    expect(leadIn({ ...code, context: 'Look first' })).toEqual({ from: 'Look first' })
  })

  it('keeps the context of prose in one piece, and says nothing twice', () => {
    expect(leadIn({ type: 'claim', content: 'It holds.', context: 'A — B' })).toEqual({ from: 'A — B' })
    expect(leadIn({ type: 'step', content: 'In short:\n1. One', context: 'In short' })).toEqual({})
    expect(leadIn({ type: 'claim', content: 'It holds.' })).toEqual({})
  })
})
