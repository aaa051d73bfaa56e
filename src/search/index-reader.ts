import type {
  CardAt,
  ConversationKey,
  CountedOperator,
  IndexSource,
  SearchHit,
  SearchQuery,
  SearchResults,
  ValueCount,
} from '../domain/ports/search.ts'
import { searchableText } from './document.ts'
import { cardQuery, messageQuery } from './match-query.ts'
import type { Archived } from './match-query.ts'
import { Matcher } from './matching.ts'
import type { Found } from './matching.ts'
import { parseQuery } from './query-parser.ts'
import type { Kind, ParsedQuery, QueryGroup, QueryTerm } from './query-parser.ts'
import { idOfText, idText, originOf, providerOf, securityOf, storedKey, typeOf } from './schema.ts'
import { makeSnippet, MAX_TEXT } from './snippet.ts'
import type { Marker } from './text-words.ts'
import { allowedSlips } from './spelling.ts'
import type { Vocabulary } from './spelling.ts'
import type { Sql } from './sqlite.ts'
import { stepOf } from './text/best.ts'
import { TextCache } from './text-cache.ts'
import type { Texts } from './texts.ts'
import { valueCounts } from './value-counts.ts'

/** Largest page given. */
const MAX_PAGE = 200
/** When any word will do, words in more than this share of the documents are left out, if rarer ones are there. */
const COMMON_SHARE = 0.1
/** With fewer results than these, other forms of the words are looked for too. */
const FEW = 10

interface Answer {
  readonly found: Found[]
  readonly totals: { card: number; message: number }
}

/** Answers queries from the index; texts of the hits come from the library. */
export class IndexReader {
  private archived: Archived = { messages: false, cards: false }
  private readonly matcher: Matcher
  private readonly shown = new TextCache()
  private seen = -1

  constructor(
    private readonly sql: Sql,
    private readonly texts: Texts,
    private readonly source: IndexSource,
    private readonly vocabulary: () => Vocabulary,
    /** The vocabulary where it has been made already. */
    private readonly knownWords: () => Vocabulary | undefined,
  ) {
    this.matcher = new Matcher(sql, texts)
  }

  /**
   * Finds what a typed line asks for. Where nothing has all the words, misspelt ones are corrected; where still
   * nothing has, hits have some of the words. Throws SQLite3Error, and what the library throws.
   */
  async search({ text, limit, offset = 0, kinds }: SearchQuery): Promise<SearchResults> {
    this.refresh()
    const typed = parseQuery(text)
    const problems = [...typed.problems]
    const positive = typed.groups.some(({ all }) => all.length > 0)
    if (positive && typed.groups.some(({ all }) => all.length === 0)) {
      problems.push('A part with only excluded words was left out: it needs a word beside them.')
    }
    if (typed.groups.length === 0 && !typed.filtered) {
      return { hits: [], total: { card: 0, message: 0 }, terms: [], corrections: {}, relaxed: false, problems }
    }
    const wanted = wantedKinds(typed, kinds)
    const from = Math.max(0, Math.trunc(offset))
    const to = from + Math.max(0, Math.min(MAX_PAGE, Math.trunc(limit)))
    let query = typed
    let corrections: Record<string, string> = {}
    let relaxed = false
    let answer = this.answer(query, wanted, to, false)
    if (positive && answer.totals.card + answer.totals.message < FEW) {
      // With some results nobody waits for the vocabulary to be made; without any it is needed anyway.
      const words = isEmpty(answer) ? this.vocabulary() : this.knownWords()
      if (words) query = withForms(typed, words)
      if (query !== typed) answer = this.answer(query, wanted, to, false)
    }
    if (positive && isEmpty(answer)) {
      const corrected = this.correct(typed, wanted)
      if (Object.keys(corrected.corrections).length > 0) {
        corrections = corrected.corrections
        query = withForms(corrected.query, this.vocabulary())
        answer = this.answer(query, wanted, to, false)
      }
      if (isEmpty(answer) && query.groups.some(({ all }) => all.length > 1)) {
        answer = this.answer(this.withoutCommon(query), wanted, to, true)
        relaxed = !isEmpty(answer)
      }
    }
    const markers = query.groups.flatMap(({ all }) => all.flatMap(withItsForms))
    const page = answer.found.slice(from, to)
    const { hits, terms } = await this.hydrate(page, markers)
    return { hits, total: answer.totals, terms, corrections, relaxed, problems }
  }

  /** See {@link valueCounts}. */
  values(text: string, operator: CountedOperator): ValueCount[] {
    this.refresh()
    return valueCounts(this.matcher, this.archived, text, operator)
  }

  private refresh(): void {
    const now = this.sql.totalChanges()
    if (now === this.seen) return
    this.seen = now
    this.shown.clear()
    this.archived = {
      messages: this.sql.value('SELECT 1 FROM conversation WHERE archived = 1 LIMIT 1') !== undefined,
      cards: this.sql.value('SELECT 1 FROM card_count WHERE tab = 2 AND n > 0 LIMIT 1') !== undefined,
    }
  }

  private answer(query: ParsedQuery, kinds: ReadonlySet<Kind>, to: number, relaxed: boolean): Answer {
    const found: Found[] = []
    const totals = { card: 0, message: 0 }
    const asked = [
      kinds.has('card') ? cardQuery(query, this.archived, relaxed) : undefined,
      kinds.has('message') ? messageQuery(query, this.archived, relaxed) : undefined,
    ]
    for (const one of asked) {
      if (!one) continue
      const part = this.matcher.find(one, to)
      totals[one.kind] = part.total
      found.push(...part.found)
    }
    const steps = new Map(found.map((one) => [one, stepOf(one.score)]))
    found.sort((a, b) => steps.get(b)! - steps.get(a)! || b.at - a.at || b.id - a.id)
    return { found, totals }
  }

  /** The query with each word that is nowhere in the index replaced by the one most likely meant. */
  private correct(
    query: ParsedQuery,
    kinds: ReadonlySet<Kind>,
  ): { query: ParsedQuery; corrections: Record<string, string> } {
    const corrections: Record<string, string> = {}
    const correctTerm = (term: QueryTerm): QueryTerm => {
      const terms = term.terms.map((word, index) => {
        const begun = term.prefix && index === term.terms.length - 1
        if (allowedSlips(word.length) === 0 || this.occurs(word, begun, kinds)) return word
        const meant = this.vocabulary().correct(word)
        if (meant !== undefined) corrections[term.terms.length === 1 ? term.text : word] = meant
        return meant ?? word
      })
      return { ...term, terms }
    }
    const groups: QueryGroup[] = query.groups.map(({ all, none }) => ({ all: all.map(correctTerm), none }))
    return { query: { ...query, groups }, corrections }
  }

  private occurs(word: string, begun: boolean, kinds: ReadonlySet<Kind>): boolean {
    return [...kinds].some((kind) => this.texts[kind].has(word, begun))
  }

  /** For the search by any word: words that are almost everywhere only cost time and say nothing. */
  private withoutCommon(query: ParsedQuery): ParsedQuery {
    const vocabulary = this.vocabulary()
    const most = COMMON_SHARE * this.texts.message.count
    const groups = query.groups.map(({ all, none }) => {
      const docs = all.map((term) => Math.min(...term.terms.map((word) => vocabulary.docs(word))))
      const rare = all.filter((_, index) => docs[index]! <= most)
      return { all: rare.some((term) => vocabulary.docs(term.terms[0]!) > 0) ? rare : all, none }
    })
    return { ...query, groups }
  }

  private async hydrate(
    page: readonly Found[],
    markers: readonly Marker[],
  ): Promise<{ hits: SearchHit[]; terms: string[] }> {
    const rows = { message: this.messages(page), card: this.cards(page) }
    const bare = page.map((found) => rows[found.kind].get(found.id))
    const texts = await this.textsOf(bare.flatMap((row) => row ?? []))
    const hits: SearchHit[] = []
    const terms = new Set(markers.flatMap((marker) => marker.terms))
    for (const row of bare) {
      const text = row && texts.get(textId(row.hit))
      // Deleted since it was indexed: the next catch-up takes it out.
      if (!row || text === undefined) continue
      const snippet = makeSnippet(text, markers)
      for (const term of snippet.terms) terms.add(term)
      hits.push({ ...row.hit, snippet: snippet.text, highlights: snippet.highlights })
    }
    return { hits, terms: [...terms] }
  }

  /** The texts of hits, as far as they are still there, by id; only what is not known yet is read. */
  private async textsOf(rows: readonly HitRow[]): Promise<ReadonlyMap<string, string>> {
    const texts = new Map<string, string>()
    const messages = new Map<ConversationKey, string[]>()
    const cards: CardAt[] = []
    for (const { hit, key } of rows) {
      const id = textId(hit)
      const known = this.shown.get(id)
      if (known !== undefined) texts.set(id, known)
      else if (hit.kind === 'card') cards.push({ acuId: id, ...(key !== undefined && { key }) })
      else if (key !== undefined) messages.set(key, [...(messages.get(key) ?? []), id])
    }
    const keep = (id: string, text: string): void => {
      // The rest is never shown.
      const start = text.slice(0, MAX_TEXT)
      texts.set(id, start)
      this.shown.set(id, start)
    }
    const [foundMessages, foundCards] = await Promise.all([
      messages.size === 0 ? [] : this.source.messagesAt(messages),
      cards.length === 0 ? [] : this.source.cardTexts(cards),
    ])
    for (const message of foundMessages) keep(message.id, searchableText(message))
    for (const [id, text] of foundCards) keep(id, text)
    return texts
  }

  private messages(page: readonly Found[]): Map<number, HitRow> {
    return this.rowsOf(
      page.filter(({ kind }) => kind === 'message'),
      `d.id, d.at, v.key, ${idText('v.uid')}, ${idText('d.uid')}, v.provider, v.title`,
      `FROM json_each(?) j CROSS JOIN message d ON d.id = j.value JOIN conversation v ON v.id = d.conv`,
      ([, , , conversation, message, providedBy, title]) => {
        const provider = providerOf(providedBy ?? null)
        return {
          kind: 'message',
          conversationId: idOfText(conversation),
          messageId: idOfText(message),
          ...(provider ? { provider } : {}),
          title: String(title),
        }
      },
    )
  }

  private cards(page: readonly Found[]): Map<number, HitRow> {
    return this.rowsOf(
      page.filter(({ kind }) => kind === 'card'),
      `d.id, d.at, v.key, ${idText('d.uid')}, d.type, d.quality, d.security, ${idText('v.uid')},
       ${idText('d.message')}, v.provider, v.title, d.own`,
      `FROM json_each(?) j CROSS JOIN card d ON d.id = j.value LEFT JOIN conversation v ON v.id = d.conv`,
      ([, , , card, type, quality, security, conversation = null, message, providedBy, title, own]) => {
        const provider = providerOf(providedBy ?? null)
        const origin = conversation === null ? originOf(own) : undefined
        return {
          kind: 'card',
          acuId: idOfText(card),
          type: typeOf(type),
          quality: Number(quality),
          securityLevel: securityOf(security),
          ...(conversation === null ? {} : { conversationId: idOfText(conversation), messageId: idOfText(message) }),
          ...(provider ? { provider } : {}),
          ...(origin ? { origin } : {}),
          title: String(title ?? ''),
        }
      },
    )
  }

  /**
   * What the rows of some hits say about them, by row id. They come as one JSON text: taking each value out of SQLite by
   * itself takes several times as long.
   */
  private rowsOf(
    page: readonly Found[],
    columns: string,
    from: string,
    read: (row: readonly JsonValue[]) => Omit<BareHit, 'at' | 'score'>,
  ): Map<number, HitRow> {
    if (page.length === 0) return new Map()
    const found = new Map(page.map((one) => [one.id, one]))
    const ids = JSON.stringify(page.map(({ id }) => id))
    const rows = JSON.parse(
      String(this.sql.value(`SELECT json_group_array(json_array(${columns})) ${from}`, [ids])),
    ) as readonly (readonly JsonValue[])[]
    return new Map(
      rows.map((row) => {
        const { id, score } = found.get(Number(row[0]))!
        const key = storedKey(row[2])
        const hit = { ...read(row), at: Number(row[1]), score }
        return [id, { hit, ...(key !== undefined && { key }) }]
      }),
    )
  }
}

type JsonValue = string | number | null

type BareHit = Omit<SearchHit, 'snippet' | 'highlights'>

/** What the index says about a hit, and where the library keeps its conversation. */
interface HitRow {
  readonly hit: BareHit
  readonly key?: ConversationKey
}

const textId = ({ acuId, messageId }: BareHit): string => acuId ?? messageId ?? ''

/** The query with other forms of its words allowed; itself where there are none. */
function withForms(query: ParsedQuery, vocabulary: Vocabulary): ParsedQuery {
  let isSame = true
  const groups = query.groups.map(({ all, none }) => ({
    all: all.map((term) => {
      const forms = term.terms.length === 1 && !term.exact ? vocabulary.forms(term.terms[0]!) : []
      if (forms.length === 0) return term
      isSame = false
      return { ...term, forms }
    }),
    none,
  }))
  return isSame ? query : { ...query, groups }
}

/** A term and its other forms, each to be marked by itself. */
const withItsForms = (term: QueryTerm): QueryTerm[] => [
  term,
  ...(term.forms ?? []).map((form) => ({ terms: [form], prefix: false, text: form })),
]

const isEmpty = ({ totals }: Answer): boolean => totals.card + totals.message === 0

function wantedKinds(query: ParsedQuery, kinds: SearchQuery['kinds']): Set<Kind> {
  const wanted = new Set<Kind>(kinds ?? ['card', 'message'])
  const typed = query.filters.kinds
  if (typed.length > 0) for (const kind of wanted) if (!typed.includes(kind)) wanted.delete(kind)
  return wanted
}
