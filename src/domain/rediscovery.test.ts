import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACU_TYPES, type SecurityLevel } from './acu.ts'
import { anniversaryDays, anniversaryOf, monthsBefore } from './anniversary.ts'
import {
  chooseDaily,
  dueFrom,
  FRESH,
  isDue,
  restOf,
  scoreOf,
  SET_SIZE,
  type Candidate,
  type DailyContext,
  type MetCard,
} from './rediscovery.ts'

const TODAY = Date.UTC(2026, 10, 28) / 86_400_000
const FRESH_CONTEXT: DailyContext = { seed: 'one library', met: new Map() }

const candidate = (id: string, more: Partial<Candidate> = {}): Candidate => ({
  id,
  type: 'claim',
  text: `Text of ${id}`,
  quality: 60,
  securityLevel: 0,
  made: TODAY - 100,
  isKept: false,
  isPinned: false,
  ...more,
})

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const days = fc.integer({ min: TODAY - 2_000, max: TODAY })
const aCandidate: fc.Arbitrary<Candidate> = fc
  .record({
    id: fc.integer({ min: 0, max: 400 }).map(String),
    type: fc.constantFrom(...ACU_TYPES.slice(0, 6)),
    text: fc.integer({ min: 0, max: 300 }).map((n) => `line ${n}`),
    quality: fc.integer({ min: 0, max: 100 }),
    securityLevel: fc.constantFrom<SecurityLevel>(0, 0, 0, 2, 3, 4, 5),
    conversationId: optional(fc.integer({ min: 0, max: 20 }).map((n) => `c${n}`)),
    made: fc.oneof(days, fc.integer({ min: TODAY - 40, max: TODAY })),
    isKept: fc.boolean(),
    isPinned: fc.boolean(),
    notebook: optional(fc.constant('Notebook')),
    seen: optional(days),
    near: optional(
      fc.record({
        closeness: fc.double({ min: 0, max: 1, noNaN: true }),
        to: fc.constant({ how: 'read' as const, name: 'Helm', day: TODAY - 1 }),
      }),
    ),
  })
  .map(
    (fields) => Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined)) as unknown as Candidate,
  )
const aMet: fc.Arbitrary<MetCard> = fc.record({
  id: fc.integer({ min: 0, max: 400 }).map(String),
  day: fc.integer({ min: TODAY - 500, max: TODAY - 1 }),
  times: fc.integer({ min: 1, max: 6 }),
  keeps: fc.integer({ min: 0, max: 6 }),
})
const library = fc.uniqueArray(aCandidate, { selector: ({ id }) => id, maxLength: 80 })
const context = fc
  .record({ seed: fc.string(), met: fc.array(aMet, { maxLength: 60 }) })
  .map(({ seed, met }): DailyContext => ({ seed, met: new Map(met.map((one) => [one.id, one])) }))

describe('the set of a day', () => {
  it('is short, varied, due, and says why', () => {
    fc.assert(
      fc.property(library, context, (cards, known) => {
        const picks = chooseDaily(cards, known, TODAY)
        const chosen = picks.map(({ id }) => cards.find((card) => card.id === id)!)
        expect(picks.length).toBeLessThanOrEqual(SET_SIZE)
        const conversations = chosen.flatMap(({ conversationId }) => conversationId ?? [])
        expect(new Set(conversations).size).toBe(conversations.length)
        for (const { type } of chosen) expect(chosen.filter((card) => card.type === type).length).toBeLessThanOrEqual(2)
        expect(picks.filter(({ reason }) => reason.kind === 'near').length).toBeLessThanOrEqual(3)
        for (const card of chosen) {
          const met = known.met.get(card.id)
          expect(met === undefined || TODAY - met.day >= 60).toBe(true)
          expect(card.seen === undefined || TODAY - card.seen >= FRESH).toBe(true)
          expect(TODAY - card.made).toBeGreaterThanOrEqual(6)
          expect(card.securityLevel).toBeLessThan(4)
        }
        for (const { id, reason } of picks) {
          const card = chosen.find((one) => one.id === id)!
          if (reason.kind === 'anniversary')
            expect(anniversaryOf(card.made, TODAY)).toMatchObject({ unit: reason.unit })
          if (reason.kind === 'near') expect(card.near?.to).toEqual(reason.to)
          if (reason.kind === 'pinned') expect(card.isPinned).toBe(true)
          if (reason.kind === 'notebook') expect(card.notebook).toBe(reason.title)
          if (reason.kind === 'kept') expect(card.isKept).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('does not hang on the order the candidates come in', () => {
    fc.assert(
      fc.property(library, context, fc.infiniteStream(fc.nat()), (cards, known, random) => {
        const shuffled = cards
          .map((card) => ({ card, by: random.next().value as number }))
          .sort((a, b) => a.by - b.by)
          .map(({ card }) => card)
        expect(chooseDaily(shuffled, known, TODAY)).toEqual(chooseDaily(cards, known, TODAY))
      }),
    )
  })

  it('leaves out nothing that would be worth more and breaks no rule', () => {
    fc.assert(
      fc.property(library, context, (cards, known) => {
        const picks = chooseDaily(cards, known, TODAY)
        const chosen = picks.map(({ id }) => cards.find((card) => card.id === id)!)
        const worst = Math.min(...chosen.map((card) => scoreOf(card, known, TODAY)))
        const others = cards.filter((card) => !chosen.includes(card) && isDue(card, known, TODAY))
        for (const other of others) {
          const isBarred =
            chosen.some(
              ({ conversationId }) => conversationId !== undefined && conversationId === other.conversationId,
            ) ||
            chosen.some(({ text }) => text === other.text) ||
            chosen.filter(({ type }) => type === other.type).length >= 2 ||
            picks.filter(({ reason }) => reason.kind === 'near').length >= 3
          expect(isBarred || (picks.length === SET_SIZE && scoreOf(other, known, TODAY) <= worst)).toBe(true)
        }
      }),
    )
  })

  it('brings no card again within sixty days, however small the library, and gives each its turn', () => {
    const cards = Array.from({ length: 90 }, (_, n) =>
      candidate(`card ${n}`, { type: ACU_TYPES[n % 6]!, quality: 40 + (n % 60) }),
    )
    const met = new Map<string, MetCard>()
    const shown = new Map<string, number>()
    for (let day = TODAY; day < TODAY + 100; day++) {
      for (const { id } of chooseDaily(cards, { seed: 'a', met }, day)) {
        expect(day - (shown.get(id) ?? -Infinity)).toBeGreaterThanOrEqual(60)
        shown.set(id, day)
        met.set(id, { id, day, times: (met.get(id)?.times ?? 0) + 1, keeps: 0 })
      }
    }
    expect(shown.size).toBe(90)
  })

  it('rests a card longer each time it was kept, and never brings one that is not wanted again', () => {
    const rests = [0, 1, 2, 3, 4].map((keeps) => restOf({ keeps }))
    expect(rests).toEqual([60, 90, 180, 365, 365])
    const metOn = (day: number, keeps: number): DailyContext => ({
      seed: '',
      met: new Map([['x', { id: 'x', day, times: keeps, keeps }]]),
    })
    expect(isDue(candidate('x'), metOn(TODAY - 89, 1), TODAY)).toBe(false)
    expect(isDue(candidate('x'), metOn(TODAY - 90, 1), TODAY)).toBe(true)
    const never: DailyContext = {
      seed: '',
      met: new Map([['x', { id: 'x', day: 0, times: 1, keeps: 0, never: true }]]),
    }
    expect(isDue(candidate('x'), never, TODAY)).toBe(false)
  })

  it('puts ahead what is kept, pinned, in a notebook, better, near or a year old, all else equal', () => {
    const plain = scoreOf(candidate('x'), FRESH_CONTEXT, TODAY)
    const near = { closeness: 0.6, to: { how: 'read', name: 'Helm', day: TODAY - 1 } } as const
    const better: readonly Partial<Candidate>[] = [
      { isKept: true },
      { isPinned: true },
      { notebook: 'Bread' },
      { quality: 90 },
      { near },
      { made: monthsBefore(TODAY, 12) },
      { made: TODAY - 700 },
    ]
    for (const more of better) expect(scoreOf(candidate('x', more), FRESH_CONTEXT, TODAY)).toBeGreaterThan(plain)
    const passed = new Map([['x', { id: 'x', day: TODAY - 80, times: 1, keeps: 0 }]])
    expect(scoreOf(candidate('x'), { ...FRESH_CONTEXT, met: passed }, TODAY)).toBeLessThan(plain)
  })

  it('differs from day to day and from library to library among equals', () => {
    const cards = Array.from({ length: 200 }, (_, n) => candidate(`card ${n}`, { type: ACU_TYPES[n % 10]! }))
    const ids = (seed: string, day: number): string =>
      chooseDaily(cards, { seed, met: new Map() }, day)
        .map(({ id }) => id)
        .join()
    expect(ids('a', TODAY)).toBe(ids('a', TODAY))
    expect(ids('a', TODAY)).not.toBe(ids('a', TODAY + 1))
    expect(ids('a', TODAY)).not.toBe(ids('b', TODAY))
  })
})

describe('round times', () => {
  it('are a week, a month and whole years, by the calendar, a day more or less', () => {
    const on = (year: number, month: number, date: number): number => Date.UTC(year, month - 1, date) / 86_400_000
    expect(anniversaryOf(on(2026, 11, 21), TODAY)).toEqual({ unit: 'week', count: 1 })
    expect(anniversaryOf(on(2026, 10, 29), TODAY)).toEqual({ unit: 'month', count: 1 })
    expect(anniversaryOf(on(2025, 11, 27), TODAY)).toEqual({ unit: 'year', count: 1 })
    expect(anniversaryOf(on(2023, 11, 29), TODAY)).toEqual({ unit: 'year', count: 3 })
    expect(anniversaryOf(on(2025, 11, 20), TODAY)).toBeUndefined()
    expect(anniversaryOf(TODAY, TODAY)).toBeUndefined()
    // The last of a month where it has no such day.
    expect(monthsBefore(on(2026, 3, 31), 1)).toBe(on(2026, 2, 28))
    expect(monthsBefore(on(2028, 2, 29), 12)).toBe(on(2027, 2, 28))
  })

  it('lie in the days that are looked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30_000 }), fc.integer({ min: 0, max: 2_500 }), (day, age) => {
        const found = anniversaryDays(day, 7).some(([first, last]) => day - age >= first && day - age <= last)
        expect(found).toBe(anniversaryOf(day - age, day) !== undefined)
      }),
      { numRuns: 2_000 },
    )
  })

  it('say when something young will be due: the first such day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), (age) => {
        const made = TODAY - age
        let day = TODAY + 1
        while (!isDue(candidate('x', { made }), FRESH_CONTEXT, day)) day++
        expect(dueFrom(made, TODAY)).toBe(day)
      }),
    )
  })
})
