import fc from 'fast-check'
import { expect, it } from 'vitest'
import { redactedSample } from './redacted-sample.ts'

it('keeps the shape and drops the content', () => {
  const conversation = {
    title: 'Divorce papers',
    mapping: {
      '6f9619ff-8b86-d011-b42d-00cf4fc964ff': {
        message: { author: { role: 'user' }, content: { content_type: 'text', parts: ['call me at 555 0100'] } },
      },
    },
    create_time: 1_760_000_000.5,
  }
  expect(JSON.parse(redactedSample(JSON.stringify(conversation)))).toEqual({
    title: '(text of 14)',
    mapping: {
      '(name 1)': {
        message: { author: { role: 'user' }, content: { content_type: 'text', parts: ['(text of 19)'] } },
      },
    },
    create_time: 0,
  })
})

it('keeps only the punctuation of what is no JSON', () => {
  expect(redactedSample('{"title":"Ein Brief an Åsa, 12')).toBe('{"xxxxx":"xxx xxxxx xx xxx, 00')
})

it('never lets a word of five letters or more through but names of members', () => {
  const words = fc.stringMatching(/^[A-Z][a-z]{5,12} [a-z]{5,9}$/)
  fc.assert(
    fc.property(fc.array(words, { minLength: 1 }), (texts) => {
      const sample = redactedSample(JSON.stringify({ messages: texts.map((text) => ({ text, [text]: 1 })) }))
      for (const text of texts) expect(sample).not.toContain(text.split(' ')[0])
    }),
  )
})

it('is short, whatever is given', () => {
  expect(redactedSample(JSON.stringify(Array.from({ length: 100 }, () => 'x'.repeat(1e5)))).length).toBeLessThan(7_000)
  expect(redactedSample('x'.repeat(1e6)).length).toBeLessThan(7_000)
})
