import type { Part, Role } from '../../domain/conversation.ts'
import { asFilledText, asList, asObject } from '../raw-values.ts'

/** `【11†source】` and `【4:0†L1-L9】` of 2023–2025; private-use U+E200…U+E201 since; stray signs of the same block. */
const MARK = /【\d+(?::\d+)*†[^】]{0,300}】|\uE200([^\uE200\uE201]*)\uE201|[\uE200-\uE206]/gu
const PART_SEPARATOR = '\uE202'

/**
 * Takes citation marks out of a text, with the space before them where it would be left over, and the tracking
 * parameter out of its addresses. A mark that stands for words (the name of an entity) is replaced by them.
 */
export function stripMarks(text: string, metadata: Record<string, unknown>): string {
  if (!/[【\uE200-\uE206]/.test(text)) return stripTracking(text)
  const wordsOf = new Map<string, string>()
  for (const value of asList(metadata['content_references'])) {
    const { matched_text: mark, alt, type } = asObject(value)
    const words = asFilledText(alt)
    if (typeof mark === 'string' && words !== undefined && /entity|alt_text/.test(asFilledText(type) ?? ''))
      wordsOf.set(mark.toWellFormed(), words)
  }
  let clean = ''
  let from = 0
  for (const match of text.matchAll(MARK)) {
    const piece = text.slice(from, match.index)
    from = match.index + match[0].length
    const words = wordsOf.get(match[0]) ?? entityName(match[1])
    const keepsSpace = words !== undefined || /^[\p{L}\p{N}(*`]/u.test(text.slice(from, from + 2))
    clean += (keepsSpace ? piece : trimSpaces(piece)) + (words ?? '')
  }
  clean += text.slice(from)
  return stripTracking(clean)
}

/** Without the spaces and tabs at its end. A loop, since a pattern for this takes quadratic time on long runs. */
function trimSpaces(text: string): string {
  let end = text.length
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--
  return text.slice(0, end)
}

/** `entity U+E202 ["company","Name","…"]` names its entity itself. */
function entityName(inside: string | undefined): string | undefined {
  const [kind, data] = inside?.split(PART_SEPARATOR) ?? []
  if (kind !== 'entity' || data === undefined) return undefined
  try {
    return asFilledText(asList(JSON.parse(data))[1])
  } catch {
    return undefined
  }
}

/** Takes `utm_source=chatgpt.com`, which the service adds to every address, out of a text. */
export function stripTracking(text: string): string {
  if (!text.includes('utm_source=chatgpt.com')) return text
  return text.replace(/\?utm_source=chatgpt\.com&/g, '?').replace(/[?&]utm_source=chatgpt\.com/g, '')
}

/** Lists of pages inside a reference, in the ways of its many types. */
const PAGE_LISTS = ['items', 'sources', 'fallback_items', 'products', 'images']
const MAX_FOUND = 50

/**
 * Pages a message cites, each once, in the order they are named. What a search found without being cited is told of
 * the tool that searched, and of an answer that says nothing more exact.
 */
export function readCitations(metadata: Record<string, unknown>, role: Role): Part[] {
  const pages = new Map<string, Part>()
  const add = (value: unknown): void => {
    const raw = asObject(value)
    const url = stripTracking(asFilledText(raw['url']) ?? '')
    if (!/^https?:\/\//i.test(url) || pages.has(url)) return
    const title = asFilledText(raw['title'])
    const text = asFilledText(raw['snippet']) ?? asFilledText(raw['text'])
    pages.set(url, {
      type: 'citation',
      url,
      ...(title !== undefined && { title }),
      ...(text !== undefined && { text }),
    })
  }
  for (const citation of asList(metadata['citations'])) add(asObject(citation)['metadata'])
  for (const reference of asList(metadata['content_references'])) {
    const raw = asObject(reference)
    add(raw)
    add(raw['video'])
    for (const item of PAGE_LISTS.flatMap((name) => asList(raw[name]))) {
      add(item)
      add(asObject(item)['image_result'])
      asList(asObject(item)['supporting_websites']).forEach(add)
    }
  }
  for (const page of asList(asObject(metadata['_cite_metadata'])['metadata_list'])) add(page)
  if (role === 'tool' || pages.size === 0)
    for (const group of asList(metadata['search_result_groups']))
      for (const page of asList(asObject(group)['entries'])) if (pages.size < MAX_FOUND) add(page)
  return [...pages.values()]
}
