/**
 * Measures how long it takes to choose the cards of a day from a large made-up library:
 * `npx tsx bench/daily.ts [conversations] [cards of each]` (10,000 and 30 unless given).
 */
import { candidatesOf, type CandidatePorts } from '../src/app/daily-candidates.ts'
import type { Recent } from '../src/domain/ports/daily-store.ts'
import { ACU_TYPES } from '../src/domain/acu.ts'
import { chooseDaily, type MetCard } from '../src/domain/rediscovery.ts'
import { relate } from '../src/knowledge/relate/relate.ts'
import { IndexEngine } from '../src/search/index-engine.ts'
import { memoryFile } from '../src/search/sqlite.ts'
import { makeCard, makeConversation, makeWords, seeded, textMaker } from '../tests/search-library/make.ts'
import { MemoryLibrary } from '../tests/search-library/memory-library.ts'

const conversations = Number(process.argv[2] ?? 10_000)
const each = Number(process.argv[3] ?? 30)
const DAYS = 20
const TODAY = Date.UTC(2026, 10, 28) / 86_400_000

const random = seeded(7)
const make = textMaker(makeWords(40_000, random), random)
const library = new MemoryLibrary()
const made: ReturnType<typeof makeConversation>[] = []
for (let c = 0; c < conversations; c++) {
  const at = (TODAY - Math.floor(random() * 1_500)) * 86_400_000
  const cards = Array.from({ length: each }, (_, n) => {
    const type = ACU_TYPES[n % ACU_TYPES.length]!
    return [makeCard(make(35), { overall: 30 + Math.floor(random() * 65), createdAt: at, type }), 1] as const
  })
  const one = makeConversation({ name: `c${c}`, title: make(5), texts: [make(12), make(20)], at, cards })
  made.push(one)
  library.put(one)
}
const all = made.flatMap(({ cards }) => cards.map(({ card }) => card))
for (let n = 0; n < all.length; n += 50) library.review(all[n]!.id, 'kept', n % 500 === 0)

const engine = new IndexEngine(await memoryFile(), library, relate)
await engine.catchUp()
const byId = new Map(made.map((one) => [one.conversation.id, one]))
const ports: CandidatePorts = {
  search: engine,
  store: { pinned: () => Promise.resolve(all.filter((_, n) => n % 500 === 0).map(({ id }) => id)) },
  cards: {
    byIds: async (ids) => [...(await library.cardsAt(ids.map((acuId) => ({ acuId }))))],
    ofConversation: (id) =>
      Promise.resolve({ cards: (byId.get(id)?.cards ?? []).map(({ card }) => card), sources: [], links: [] }),
  },
  library: {
    rowsById: (ids) =>
      Promise.resolve(
        ids.flatMap((id) => {
          const one = byId.get(id)?.conversation
          return one ? [{ ...one, state: 'ACTIVE' as const, messages: 2, cards: each, importId: 'i', snippet: '' }] : []
        }),
      ),
  },
  notebooks: {
    all: () =>
      Promise.resolve([
        {
          id: 'n',
          title: 'Notebook',
          createdAt: 0,
          updatedAt: 0,
          entries: all.slice(0, 500).map(({ id }) => ({ id, kind: 'card' as const, acuId: id })),
        },
      ]),
  },
}
// The first question lets the library and the index make what they keep.
await engine.related(all[0]!.id)

const times: { all: number; processor: number; rules: number; candidates: number }[] = []
const met = new Map<string, MetCard>()
for (let day = TODAY; day < TODAY + DAYS; day++) {
  const at = (day - 1) * 86_400_000
  const read = Array.from({ length: 3 }, () => made[Math.floor(random() * made.length)]!)
  const recent: Recent[] = [
    ...read.map(({ conversation }): Recent => ({ kind: 'conversation', name: conversation.id, at })),
    { kind: 'search', name: make(2).trim(), at },
  ]
  const used = process.cpuUsage()
  const began = performance.now()
  const candidates = await candidatesOf(ports, recent, 'seed', day)
  const found = performance.now()
  const picks = chooseDaily(candidates, { seed: 'seed', met }, day)
  const ended = performance.now()
  const { user, system } = process.cpuUsage(used)
  times.push({
    all: ended - began,
    processor: (user + system) / 1_000,
    rules: ended - found,
    candidates: candidates.length,
  })
  for (const { id } of picks) met.set(id, { id, day, times: 1, keeps: 0 })
}
await engine.close()

const sorted = (of: (one: (typeof times)[number]) => number): number[] => times.map(of).sort((a, b) => a - b)
const told = (values: readonly number[]): string =>
  `median ${values[values.length >> 1]!.toFixed(1)}, most ${values.at(-1)!.toFixed(1)}`
console.log(`${conversations} conversations, ${all.length} cards; ${met.size} chosen on ${DAYS} days`)
console.log(`choosing, ms: ${told(sorted((one) => one.all))}; the rules alone: ${told(sorted((one) => one.rules))}`)
console.log(`processor time, ms: ${told(sorted((one) => one.processor))}`)
console.log(`candidates: ${told(sorted((one) => one.candidates))}`)
