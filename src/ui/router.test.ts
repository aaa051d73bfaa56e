import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ACU_TYPES, RELATIONS } from '../domain/acu.ts'
import { PROVIDERS } from '../domain/conversation.ts'
import { formatRoute, parseRoute, type Route } from './router.ts'

const id = fc.string({ minLength: 1, unit: 'grapheme' })
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })

/** Leaves undefined fields out, as a route has them. */
const route = <T extends object>(fields: fc.Arbitrary<T>): fc.Arbitrary<Route> =>
  fields.map(
    (value) => Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as unknown as Route,
  )

const routes = fc.oneof(
  fc.constantFrom<Route>(
    { name: 'home' },
    { name: 'add' },
    { name: 'imports' },
    { name: 'notebooks' },
    { name: 'today' },
    { name: 'you' },
  ),
  fc.record({ name: fc.constantFrom('card' as const, 'import' as const, 'pack' as const, 'room' as const), id }),
  route(fc.record({ name: fc.constant('notebook'), id, view: maybe(fc.constant('pack')) })),
  fc.record({ name: fc.constant('compare' as const), id, other: id }),
  fc.record({ name: fc.constant('search' as const), q: fc.string({ unit: 'grapheme' }) }),
  fc.record({ name: fc.constant('link' as const), rest: fc.webPath() }),
  route(
    fc.record({
      name: fc.constant('library'),
      place: maybe(fc.constantFrom('active', 'archived', 'deleted')),
      provider: maybe(fc.constantFrom(...PROVIDERS)),
    }),
  ),
  route(
    fc.record({
      name: fc.constant('conversation'),
      id,
      message: maybe(id),
      part: maybe(fc.nat()),
      start: maybe(fc.nat()),
      end: maybe(fc.nat()),
    }),
  ),
  route(
    fc.record({
      name: fc.constant('cards'),
      tab: maybe(fc.constantFrom('review', 'kept', 'archived')),
      types: maybe(fc.subarray([...ACU_TYPES], { minLength: 1 })),
      quality: maybe(fc.nat(100)),
      security: maybe(fc.nat(5)),
      sort: maybe(fc.constant('quality')),
    }),
  ),
  route(
    fc.record({
      name: fc.constant('graph'),
      centre: maybe(
        fc.oneof(
          fc.record({ kind: fc.constantFrom('card' as const, 'conversation' as const), id }),
          fc.record({ kind: fc.constant('search' as const), text: id }),
        ),
      ),
      steps: maybe(fc.constantFrom(1, 2, 3)),
      types: maybe(fc.subarray([...ACU_TYPES], { minLength: 1 })),
      relations: maybe(fc.subarray([...RELATIONS], { minLength: 1 })),
    }),
  ),
)

describe('router', () => {
  test('every route survives being written to an address and read back', () => {
    fc.assert(
      fc.property(routes, (one) => {
        expect(parseRoute(formatRoute(one))).toEqual(one)
      }),
      { numRuns: 500 },
    )
  })

  test('no address breaks it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webFragments(),
          fc.string().map((text) => `#/c/%${text}`),
        ),
        (text) => {
          expect(typeof parseRoute(text).name).toBe('string')
        },
      ),
    )
  })

  test('unknown addresses lead to the library', () => {
    expect(parseRoute('#/nowhere')).toEqual({ name: 'library' })
    expect(parseRoute('#/c')).toEqual({ name: 'library' })
    expect(parseRoute('#/c/a/b')).toEqual({ name: 'library' })
    expect(parseRoute('#/cards/tomorrow')).toEqual({ name: 'cards' })
    expect(parseRoute('#/card/%E0%A4%A')).toEqual({ name: 'library' })
  })

  test('keeps a room link as it came', () => {
    expect(parseRoute('#/r/1.aB-_~%20?x=1#y')).toEqual({ name: 'link', rest: '1.aB-_~%20?x=1#y' })
  })

  test('bounds numbers', () => {
    expect(parseRoute('#/cards?quality=101&security=9&type=claim,nonsense')).toEqual({
      name: 'cards',
      types: ['claim'],
    })
    expect(parseRoute('#/c/x?p=-1&s=1.5&e=12')).toEqual({ name: 'conversation', id: 'x', end: 12 })
  })
})
