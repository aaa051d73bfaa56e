import type { DerivedAcu } from '../../src/domain/acu.ts'
import { derive } from '../../src/knowledge/derive.ts'
import { conflictOf } from '../../src/knowledge/relate/conflict.ts'
import { relate, VERSION_FROM } from '../../src/knowledge/relate/relate.ts'
import { overlapOf, shinglesOf } from '../../src/knowledge/relate/similarity.ts'
import { wordsIn } from '../../src/knowledge/relate/tokens.ts'
import { conversationOf, turnOf } from '../../src/knowledge/single.ts'
import { seeded } from '../../tests/search-library/make.ts'

type Row = Readonly<Record<string, unknown>>
type Rows = (name: string) => Row[]

const text = (row: Row, key: string): string => (typeof row[key] === 'string' ? row[key] : '')
const round = (value: number): number => Math.round(value * 1000) / 1000

function ratios(hits: number, misses: number, alarms: number): Record<string, number> {
  return {
    precision: round(hits / Math.max(1, hits + alarms)),
    recall: round(hits / Math.max(1, hits + misses)),
    hits,
    misses,
    alarms,
  }
}

/** Tasks that measure how cards are related to each other, over rows of the evaluation data. */
export const relateTasks = (rows: Rows): Record<string, () => unknown> => ({
  conflicts() {
    const out: Record<string, unknown> = {}
    const all = rows('contradiction')
    for (const set of ['', ...new Set(all.map((row) => text(row, 'set')))]) {
      let [hits, misses, alarms] = [0, 0, 0]
      for (const row of all) {
        if (set !== '' && row['set'] !== set) continue
        const says = conflictOf(text(row, 'a'), text(row, 'b')) !== undefined
        const truth = row['label'] === 'contradiction'
        if (truth && says) hits++
        else if (truth) misses++
        else if (says) alarms++
      }
      out[set || 'all'] = ratios(hits, misses, alarms)
    }
    return out
  },
  /** One word in twenty of each card changed; each changed card is then looked for among all that are not. */
  duplicates() {
    const cards = cardsOf(rows)
    const random = seeded(5)
    const words = cards.flatMap(({ content }) => wordsIn(content).map(({ start, end }) => content.slice(start, end)))
    const shingles = cards.map(({ content }) => shinglesOf(content))
    let [hits, misses, alarms, short] = [0, 0, 0, 0]
    cards.forEach(({ content }, at) => {
      const changed = shinglesOf(changeWords(content, words, random))
      if (overlapOf(changed, shingles[at]!) >= VERSION_FROM) hits++
      else {
        misses++
        if (wordsIn(content).length < 8) short++
      }
      shingles.forEach((other, index) => {
        if (index === at || overlapOf(changed, other) < VERSION_FROM) return
        // A card and the part of it that is a card of its own are found together rightly.
        if (!cards[index]!.content.includes(content) && !content.includes(cards[index]!.content)) alarms++
      })
    })
    return { cards: cards.length, ...ratios(hits, misses, alarms), 'misses below 8 words': short }
  },
  /** How many relations of each kind random cards of different answers have, which are mostly about different things. */
  relations() {
    const cards = cardsOf(rows).filter(({ state }) => state === 'ACTIVE')
    const docs = new Map<string, number>()
    for (const { content } of cards)
      for (const word of new Set(wordsIn(content).map((one) => one.word))) docs.set(word, (docs.get(word) ?? 0) + 1)
    const counts: Record<string, number> = {}
    const before = performance.now()
    for (const card of cards)
      for (const { link } of relate(card, cards, (word) => (docs.get(word) ?? 0) / cards.length))
        counts[link.relation] = (counts[link.relation] ?? 0) + 1
    const ms = performance.now() - before
    return {
      cards: cards.length,
      pairs: cards.length ** 2,
      counts,
      'µs a pair': round((1000 * ms) / cards.length ** 2),
    }
  },
})

function cardsOf(rows: Rows): DerivedAcu[] {
  const cards = new Map<string, DerivedAcu>()
  for (const row of rows('ai-answers'))
    for (const card of derive(conversationOf('answer'), [turnOf('answer', 'assistant', text(row, 'answer'))]).cards)
      cards.set(card.id, card)
  return [...cards.values()]
}

/** The text with one word in twenty, and at least one, put in place of another. */
function changeWords(content: string, words: readonly string[], random: () => number): string {
  const all = wordsIn(content)
  if (all.length === 0) return content
  const wanted = Math.max(1, Math.round(all.length / 20))
  const chosen = new Set<number>()
  while (chosen.size < wanted) chosen.add(Math.floor(random() * all.length))
  let [out, at] = ['', 0]
  all.forEach(({ start, end }, index) => {
    out += content.slice(at, start)
    out += chosen.has(index) ? words[Math.floor(random() * words.length)]! : content.slice(start, end)
    at = end
  })
  return out + content.slice(at)
}
