import {
  ACU_CATEGORIES,
  ACU_TYPES,
  RELATIONS,
  type AtomicChatUnit,
  type Finding,
  type SecurityLevel,
} from '../../domain/acu.ts'
import type { Decision } from '../../domain/backup.ts'
import { MAX_EVIDENCE, type LinkDecision } from '../../domain/card-work.ts'
import { isObject } from '../../domain/json.ts'
import { tidyWord } from '../../domain/own-words.ts'
import { PERSONAL_FROM, type HarmlessFinding } from '../../domain/privacy-list.ts'
import type { SavedSearch } from '../../domain/ports/saved-search-store.ts'
import { addEntries, newNotebook, type Notebook, type NotebookEntry } from '../../domain/notebook.ts'
import { contentMatches, MAX_CONTENT_BYTES } from '../../domain/shared-card.ts'
import type { MetCard } from '../../domain/rediscovery.ts'
import { tidyTags } from '../../domain/tags.ts'
import { asFilledText, asList, asObject, asSize, asText } from '../raw-values.ts'

const PLACES = ['active', 'archived', 'deleted'] as const
const ORIGINS = ['extraction', 'manual', 'remix', 'redaction', 'received'] as const
/** Longest line of search that is read, in UTF-16 code units: what search itself reads. */
const MAX_LINE = 2_000
const LEVELS = [0, 1, 2, 3, 4, 5] as const

const oneOf = <T>(list: readonly T[], value: unknown): T | undefined => list.find((one) => one === value)
const isId = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f-]{36,64}$/.test(value)
const percent = (value: unknown): number =>
  typeof value === 'number' && value >= 0 && value <= 100 ? Math.round(value) : 0

/** A decision as this app wrote it; undefined for anything else. */
export function readDecision(value: unknown): Decision | undefined {
  const raw = asObject(value)
  const { kind, id, conversationId } = raw
  switch (kind) {
    case 'place': {
      const place = oneOf(PLACES, raw['place'])
      return place && isId(conversationId) ? { kind, conversationId, place } : undefined
    }
    case 'mark': {
      const review = oneOf(['kept', 'archived'] as const, raw['review'])
      const tags = tidyTags(asList(raw['tags']).flatMap((tag) => asText(tag) ?? []))
      const type = oneOf(ACU_TYPES, raw['type'])
      const named = { ...(review && { review }), ...(tags.length > 0 && { tags }), ...(type && { type }) }
      return isId(id) ? { kind, id, pinned: raw['pinned'] === true, ...named } : undefined
    }
    case 'unrelated': {
      const { a, b } = raw
      return isId(a) && isId(b) && a < b ? { kind, a, b, at: asSize(raw['at']) ?? 0 } : undefined
    }
    case 'link': {
      const link = readLink(asObject(raw['link']))
      return link && { kind, link }
    }
    case 'erased':
      return isId(id) ? { kind, id, at: asSize(raw['at']) ?? 0 } : undefined
    case 'card': {
      const card = readCard(raw['card'])
      return card && { kind, card, ...(isId(raw['from']) && { from: raw['from'] }) }
    }
    case 'notebook': {
      const notebook = readNotebook(raw['notebook'])
      return notebook && { kind, notebook }
    }
    case 'search': {
      const search = readSearch(asObject(raw['search']))
      return search && { kind, search }
    }
    case 'own-word': {
      const { word, ...times } = asObject(raw['word'])
      const tidy = tidyWord(asText(word) ?? '')
      return tidy === undefined ? undefined : { kind, word: { word: tidy, at: asSize(times['at']) ?? 0 } }
    }
    case 'harmless': {
      const harmless = readHarmless(asObject(raw['harmless']))
      return harmless && { kind, harmless }
    }
    case 'met': {
      const met = readMet(asObject(raw['met']))
      return met && { kind, met }
    }
    default:
      return undefined
  }
}

/** What a value is called is only shown: it is cut, not checked. */
function readHarmless({ key, ...raw }: Record<string, unknown>): HarmlessFinding | undefined {
  const [kind, excerpt] = [asFilledText(raw['kind']), asText(raw['excerpt'])]
  if (typeof key !== 'string' || !/^[0-9a-f]{64}$/.test(key) || kind === undefined) return undefined
  return { key, kind: kind.slice(0, 100), excerpt: (excerpt ?? '').slice(0, 20), at: asSize(raw['at']) ?? 0 }
}

/** A decision about a link between two cards. */
function readLink({ sourceId, targetId, ...raw }: Record<string, unknown>): LinkDecision | undefined {
  const relation = oneOf(RELATIONS, raw['relation'])
  const state = oneOf(['linked', 'rejected'] as const, raw['state'])
  if (!isId(sourceId) || !isId(targetId) || sourceId === targetId || !relation || !state) return undefined
  const evidence = (asText(raw['evidence']) ?? '').slice(0, MAX_EVIDENCE)
  return { sourceId, targetId, relation, state, evidence, at: asSize(raw['at']) ?? 0 }
}

function readSearch({ line, ...raw }: Record<string, unknown>): SavedSearch | undefined {
  const trimmed = asText(line)?.trim()
  return trimmed === undefined || trimmed === '' || trimmed.length > MAX_LINE
    ? undefined
    : { line: trimmed, savedAt: asSize(raw['savedAt']) ?? 0 }
}

/** What became of a card that was shown; days are numbers of days since 1970. */
function readMet({ id, ...raw }: Record<string, unknown>): MetCard | undefined {
  const day = asSize(raw['day'])
  const times = asSize(raw['times'])
  const keeps = asSize(raw['keeps'])
  if (!isId(id) || day === undefined || times === undefined || keeps === undefined) return undefined
  return { id, day, times, keeps, ...(raw['never'] === true && { never: true }) }
}

/** A notebook with the entries that have their shape, put in as a person would. */
function readNotebook(value: unknown): Notebook | undefined {
  const { id, title, entries, ...times } = asObject(value)
  const createdAt = asSize(times['createdAt'])
  const updatedAt = asSize(times['updatedAt'])
  const named = asText(title)
  if (!isId(id) || named === undefined || createdAt === undefined || updatedAt === undefined) return undefined
  const empty = newNotebook(id, named, createdAt)
  const read = asList(entries).flatMap((entry) => readEntry(asObject(entry)) ?? [])
  return { ...addEntries(empty, read, updatedAt), updatedAt }
}

function readEntry({ id, kind, ...raw }: Record<string, unknown>): NotebookEntry | undefined {
  if (!isId(id)) return undefined
  const [acuId, note, text] = [raw['acuId'], asText(raw['note']), asText(raw['text'])]
  if (kind === 'card') return isId(acuId) ? { id, kind, acuId, ...(note !== undefined && { note }) } : undefined
  return (kind === 'heading' || kind === 'text') && text !== undefined ? { id, kind, text } : undefined
}

/** A card whose id is the hash of its content. */
function readCard(value: unknown): AtomicChatUnit | undefined {
  if (!isObject(value)) return undefined
  const { id, content } = value
  if (!isId(id) || typeof content !== 'string' || content.length > MAX_CONTENT_BYTES || !contentMatches(id, content))
    return undefined
  const type = oneOf(ACU_TYPES, value['type'])
  const category = oneOf(ACU_CATEGORIES, value['category'])
  const origin = oneOf(ORIGINS, value['origin'])
  const securityLevel = oneOf<SecurityLevel>(LEVELS, value['securityLevel'])
  const createdAt = asSize(value['createdAt'])
  if (!type || !category || !origin || securityLevel === undefined || createdAt === undefined) return undefined
  const quality = asObject(value['quality'])
  const more = ['language', 'context', 'authorDid', 'operationId', 'parentId'] as const
  return {
    id,
    content,
    type,
    category,
    origin,
    securityLevel,
    createdAt,
    quality: {
      overall: percent(quality['overall']),
      richness: percent(quality['richness']),
      integrity: percent(quality['integrity']),
      uniqueness: percent(quality['uniqueness']),
      selfContained: percent(quality['selfContained']),
      ...(quality['answer'] !== undefined && { answer: percent(quality['answer']) }),
    },
    findings: asList(value['findings']).flatMap((one) => readFinding(one, content.length) ?? []),
    state: value['state'] === 'DORMANT' ? 'DORMANT' : 'ACTIVE',
    extractorVersion: percent(value['extractorVersion']),
    isPersonal: securityLevel >= PERSONAL_FROM,
    pinned: false,
    tags: asList(value['tags']).flatMap((tag) => asFilledText(tag) ?? []),
    ...Object.fromEntries(
      more.flatMap((name) => {
        const text = asText(value[name])
        return text === undefined ? [] : [[name, text]]
      }),
    ),
  }
}

function readFinding(value: unknown, length: number): Finding | undefined {
  const { rule, kind, start, end, level, confidence } = asObject(value)
  const known = oneOf<SecurityLevel>(LEVELS, level)
  if (typeof rule !== 'string' || typeof kind !== 'string' || known === undefined) return undefined
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end)) return undefined
  const range = { start: start as number, end: end as number }
  if (range.start < 0 || range.end < range.start || range.end > length) return undefined
  const sure = typeof confidence === 'number' && confidence >= 0 && confidence <= 1 ? confidence : 0
  return { rule, kind, ...range, level: known, confidence: sure }
}
