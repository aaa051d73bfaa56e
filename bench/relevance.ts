/**
 * How often search finds the sentence that answers a question among the first ten: `npx tsx bench/relevance.ts DIR`
 * (rows of `question`, `sentence`, `answers` in question-evidence-dev.jsonl.gz). Every sentence is an answer of a
 * conversation of its own, after another question. Beside it plain BM25 over the same text with the previous turn.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { IndexEngine } from '../src/search/index-engine.ts'
import { memoryFile } from '../src/search/sqlite.ts'
import { tokenise } from '../src/search/tokens.ts'
import { makeConversation } from '../tests/search-library/make.ts'
import { MemoryLibrary } from '../tests/search-library/memory-library.ts'

interface Row {
  readonly question: string
  readonly sentence: string
  readonly answers: boolean
}

const directory = process.argv[2]
if (!directory) throw new Error('Name the directory that holds the evaluation data: npx tsx bench/relevance.ts DIR')
const rows = gunzipSync(readFileSync(join(directory, 'question-evidence-dev.jsonl.gz')))
  .toString('utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Row)
const sentences = [...new Set(rows.map((row) => row.sentence))]
const asked = rows.filter((row) => row.answers)
const TURN = 'Tell me something else, please.'
const TOP = 10

const library = new MemoryLibrary()
const idOf = new Map<string, string>()
sentences.forEach((sentence, n) => {
  const made = makeConversation({ name: `c${n}`, title: '', texts: [TURN, sentence] })
  library.put(made)
  idOf.set(sentence, made.conversation.id)
})
const engine = new IndexEngine(await memoryFile(), library)
await engine.catchUp()

/** Place of the right sentence, from 1; undefined beyond the first ten. */
async function bySearch({ question, sentence }: Row): Promise<number | undefined> {
  const { hits } = await engine.search({ text: question, limit: TOP, kinds: ['message'] })
  const at = hits.findIndex((hit) => hit.conversationId === idOf.get(sentence))
  return at < 0 ? undefined : at + 1
}

const terms = (text: string): string[] => tokenise(text).map(({ term }) => term)
const documents = sentences.map((sentence) => terms(`${TURN} ${sentence}`))
const mean = documents.reduce((sum, words) => sum + words.length, 0) / documents.length
const docs = new Map<string, number>()
for (const words of documents) for (const word of new Set(words)) docs.set(word, (docs.get(word) ?? 0) + 1)

function byBm25({ question, sentence }: Row): number | undefined {
  const query = [...new Set(terms(question))]
  const scores = documents.map((words) =>
    query.reduce((score, word) => {
      const n = words.filter((other) => other === word).length
      const idf = Math.log(1 + (documents.length - (docs.get(word) ?? 0) + 0.5) / ((docs.get(word) ?? 0) + 0.5))
      return score + (idf * n * 2.2) / (n + 1.2 * (0.25 + (0.75 * words.length) / mean))
    }, 0),
  )
  const own = scores[sentences.indexOf(sentence)]!
  const place = scores.filter((score) => score > own).length + 1
  return place > TOP ? undefined : place
}

function print(name: string, places: readonly (number | undefined)[]): void {
  const share = (most: number): string =>
    (places.filter((place) => place !== undefined && place <= most).length / places.length).toFixed(3)
  const rank = places.reduce<number>((sum, place) => sum + (place === undefined ? 0 : 1 / place), 0) / places.length
  console.log(`${name.padEnd(8)} hit@1 ${share(1)}  hit@5 ${share(5)}  hit@10 ${share(TOP)}  mrr@10 ${rank.toFixed(3)}`)
}

console.log(`${asked.length} questions, ${sentences.length} sentences`)
print('BM25', asked.map(byBm25))
const places: (number | undefined)[] = []
for (const row of asked) places.push(await bySearch(row))
print('search', places)
