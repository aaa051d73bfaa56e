import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeCard, makeConversation } from '../../tests/search-library/make.ts'
import { MemoryLibrary } from '../../tests/search-library/memory-library.ts'
import { ACU_TYPES } from '../domain/acu.ts'
import { PROVIDERS } from '../domain/conversation.ts'
import type { CountedOperator } from '../domain/ports/search.ts'
import { IndexEngine } from './index-engine.ts'
import { memoryFile } from './sqlite.ts'

const YEAR = 365.25 * 24 * 3_600_000
const VALUES: Readonly<Record<CountedOperator, readonly string[]>> = {
  from: PROVIDERS,
  kind: [...ACU_TYPES, 'message'],
  has: ['code', 'table', 'image'],
  is: ['kept', 'pinned', 'archived'],
  tag: ['Ops', 'two words'],
  before: ['2023', '2024', '2025'],
  after: ['2023', '2024', '2025'],
}
const TEXTS = ['helm rolls back', 'helm\n\n```js\nroll()\n```', 'no such thing', '| a | b |\n|---|---|\n| helm | 2 |']

const conversation = fc.record({
  provider: fc.constantFrom('chatgpt', 'claude', 'gemini' as const),
  text: fc.constantFrom(...TEXTS),
  type: fc.constantFrom('claim', 'code_snippet', 'step' as const),
  review: fc.constantFrom('kept', 'archived', undefined),
  tags: fc.uniqueArray(fc.constantFrom('Ops', 'two words', 'other')),
  years: fc.integer({ min: 0, max: 2 }),
})

describe('values of an operator', () => {
  it('are those that leave results, each with as many as it leaves', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(conversation, { minLength: 1, maxLength: 8 }),
        fc.constantFrom('', 'helm ', 'helm -back ', 'has:code ', 'helm kind:message ', 'helm from:claude '),
        async (all, text) => {
          const library = new MemoryLibrary()
          all.forEach(({ provider, text: body, type, years, review, tags }, n) => {
            const at = Date.UTC(2023, 6, 1) + years * YEAR
            const card = makeCard(`${body} ${n}`, { type })
            library.put(
              makeConversation({ name: `c${n}`, title: '-', provider, at, texts: [body], cards: [[card, 0]] }),
            )
            if (review || tags.length > 0) library.review(card.id, review, false, { tags })
          })
          const engine = new IndexEngine(await memoryFile(), library)
          await engine.catchUp()
          const left = async (line: string): Promise<number> => {
            const { total, relaxed, corrections } = await engine.search({ text: line, limit: 1 })
            return relaxed || Object.keys(corrections).length > 0 ? 0 : total.card + total.message
          }
          for (const operator of Object.keys(VALUES) as CountedOperator[]) {
            const found = new Map((await engine.values(text, operator)).map(({ value, count }) => [value, count]))
            for (const value of VALUES[operator]) {
              const isYear = operator === 'before' || operator === 'after'
              const line = isYear ? `after:${value} before:${Number(value) + 1}` : `${operator}:"${value}"`
              // Two kinds are alternatives; the counts are of the second within the first.
              if (operator === 'kind' && text.includes('kind:')) continue
              if (operator === 'from' && text.includes('from:')) continue
              expect([operator, value, found.get(value) ?? 0]).toEqual([operator, value, await left(text + line)])
            }
          }
          await engine.close()
        },
      ),
      { numRuns: 30 },
    )
  })
})
