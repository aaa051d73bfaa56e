import type { AtomicChatUnit } from '../domain/acu.ts'
import type { Relate } from '../domain/ports/knowledge.ts'
import type { CardAt, IndexSource } from '../domain/ports/search.ts'
import type { RelatedCard } from '../domain/related.ts'
import { DORMANT, packId, storedKey, TABS, unpackId } from './schema.ts'
import type { Vocabulary } from './spelling.ts'
import type { Sql } from './sqlite.ts'
import { bestOf } from './text/best.ts'
import { findAnyTerm } from './text/evaluate.ts'
import type { TextIndex } from './text/text-index.ts'
import { isJoined, tokenise } from './tokens.ts'

/** Words of the card that are asked for, the most telling ones. */
const ASKED = 20
/** Cards that have the most of them; only these are read and compared. */
const CANDIDATES = 40
/** Cards looked at for them: some are archived, or of the same message. */
const LOOKED_AT = 200
/** Most relations given. */
const GIVEN = 24
/** Words of the card looked at. */
const MAX_TERMS = 400
/** A word in more than this share of the cards tells nothing, once there are enough of them to say so. */
const COMMON_SHARE = 0.2
const ENOUGH_CARDS = 50
/** In a small library every word is in a large share of the cards; shares are of at least so many documents. */
const LEAST_DOCUMENTS = 1_000

/**
 * Cards that have to do with one: those that share its most telling words (best BM25), compared by `relate`, best first.
 * Nothing is stored. Archived cards, those below the quality floor and those of the same message
 * are left out. Empty for an unknown card. Throws
 * SQLite3Error, and what the library throws.
 */
export async function relatedCards(
  sql: Sql,
  text: TextIndex,
  source: IndexSource,
  vocabulary: Vocabulary,
  relate: Relate,
  acuId: string,
): Promise<RelatedCard[]> {
  const [card] = await source.cardsAt([{ acuId }])
  if (!card) return []
  const candidates = candidatesOf(sql, text, vocabulary, card)
  const others = new Map((await source.cardsAt(candidates)).map((other) => [other.id, other]))
  return relate(card, [...others.values()], commonnessIn(sql, vocabulary))
    .slice(0, GIVEN)
    .flatMap((found) => {
      const { sourceId, targetId } = found.link
      const other = others.get(sourceId === acuId ? targetId : sourceId)
      return other ? [{ ...found, other }] : []
    })
}

function candidatesOf(sql: Sql, text: TextIndex, vocabulary: Vocabulary, card: AtomicChatUnit): CardAt[] {
  const terms = tellingTerms(sql, text, vocabulary, card.content)
  if (terms.length === 0) return []
  const found = findAnyTerm(text, terms)
  const best = bestOf(found, text.timeOf, LOOKED_AT).map((at) => found.docs[at]!)
  return sql
    .rows(
      `SELECT d.uid, v.key, d.own = 0 AND d.pinned = 0 AND d.type = d.made AND d.tab <> ${TABS.indexOf('kept')}
         AND NOT EXISTS (SELECT 1 FROM card_tag t WHERE t.card = d.id)
       FROM json_each(?1) j CROSS JOIN card d ON d.id = j.value
       LEFT JOIN conversation v ON v.id = d.conv
       WHERE d.uid <> ?2 AND d.tab <> ${TABS.indexOf('archived')}
         AND NOT EXISTS (SELECT 1 FROM card own JOIN place o ON o.card = own.id JOIN place p ON p.conv = o.conv
           WHERE own.uid = ?2 AND p.card = d.id AND p.message = o.message)
       ORDER BY j.key LIMIT ?3`,
      [JSON.stringify(best), packId(card.id), CANDIDATES],
    )
    .map(([uid, stored, isPlain]) => {
      const key = storedKey(stored)
      return { acuId: unpackId(uid), ...(key !== undefined && { key }), isPlain: isPlain === 1 }
    })
}

/** Words of a text that are in other cards too, but in few: the rarest and most repeated first. */
function tellingTerms(sql: Sql, index: TextIndex, vocabulary: Vocabulary, text: string): string[] {
  const counts = new Map<string, number>()
  for (const { term } of tokenise(text)) {
    // A single character of a joined script stands for the end of a run.
    if (isJoined(term) && [...term].length === 1) continue
    if (counts.size >= MAX_TERMS && !counts.has(term)) continue
    counts.set(term, (counts.get(term) ?? 0) + 1)
  }
  const cards = Number(sql.value(`SELECT sum(n) FROM card_count WHERE tab <> ${DORMANT}`) ?? 0)
  const most = cards < ENOUGH_CARDS ? cards : cards * COMMON_SHARE
  // The vocabulary of messages and cards together orders them without a look into the index.
  const ranked = [...counts]
    .map(([term, count]) => ({ term, weight: (1 + Math.log(count)) / Math.log(2 + vocabulary.docs(term)) }))
    .sort((a, b) => b.weight - a.weight)
  const telling: string[] = []
  for (const { term } of ranked) {
    if (telling.length === ASKED) break
    const docs = index.docs(term)
    // The card itself is in the index, most often; a word that only it has finds nothing.
    if (docs >= 2 && docs <= most) telling.push(term)
  }
  return telling
}

/** The share of all documents that have a word; a name of several words has that of its rarest. */
function commonnessIn(sql: Sql, vocabulary: Vocabulary): (word: string) => number {
  const documents = Number(sql.value('SELECT (SELECT count(*) FROM message) + (SELECT count(*) FROM card)') ?? 0)
  const known = new Map<string, number>()
  return (word) => {
    const share = known.get(word)
    if (share !== undefined) return share
    const docs = tokenise(word).map(({ term }) => vocabulary.docs(term))
    const found = docs.length === 0 ? 1 : Math.min(...docs) / Math.max(LEAST_DOCUMENTS, documents)
    known.set(word, found)
    return found
  }
}
