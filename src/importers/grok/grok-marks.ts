import { asFilledText, asList, asObject } from '../raw-values.ts'
import { member } from './grok-values.ts'

const OPEN = '<grok:render'
const CLOSE = '</grok:render>'

/** A text without marks, and what the marks stood for, in their order. */
export interface Unmarked {
  readonly text: string
  /** Addresses of pages that are cited. */
  readonly urls: readonly string[]
  /** Files that Grok made. */
  readonly files: readonly string[]
}

/**
 * Takes `<grok:render …>…</grok:render>` out of a text. A citation names a card of the response, which has the page's
 * address, or the place of the page among the results of the search.
 */
export function takeOutMarks(text: string, response: Record<string, unknown>): Unmarked {
  let clean = ''
  let from = 0
  const urls = new Set<string>()
  const files: string[] = []
  const cards = cardUrls(response)
  const results = asList(member(response, 'web_search_results'))
  for (let at = text.indexOf(OPEN); at >= 0; at = text.indexOf(OPEN, from)) {
    const end = text.indexOf(CLOSE, at)
    if (end < 0) break
    clean += text.slice(from, at)
    from = end + CLOSE.length
    const mark = text.slice(at, Math.min(end, at + 2000))
    const file = argument(mark, 'file_path')
    if (file !== undefined) files.push(file.slice(file.lastIndexOf('/') + 1))
    const place = argument(mark, 'citation_id')
    const cited = place !== undefined && /^\d{1,4}$/.test(place) ? asObject(results[Number(place)])['url'] : undefined
    const url = cards.get(/\bcard_id="([^"]{1,64})"/.exec(mark)?.[1] ?? '') ?? asFilledText(cited)
    if (url !== undefined) urls.add(url)
  }
  return { text: clean + text.slice(from), urls: [...urls], files }
}

function argument(mark: string, name: string): string | undefined {
  const start = mark.indexOf(`name="${name}">`)
  if (start < 0) return undefined
  const rest = mark.slice(start + name.length + 8)
  const end = rest.indexOf('<')
  return asFilledText(end < 0 ? rest : rest.slice(0, end))?.trim()
}

/** Cards are JSON in strings: `{"id": "6a0785", "cardType": "citation_card", "url": "…"}`. */
function cardUrls(response: Record<string, unknown>): ReadonlyMap<string, string> {
  const urls = new Map<string, string>()
  for (const card of asList(member(response, 'card_attachments_json'))) {
    const raw = asObject(typeof card === 'string' ? parse(card) : card)
    const id = asFilledText(raw['id'])
    const url = asFilledText(raw['url'])
    if (id !== undefined && url !== undefined) urls.set(id, url)
  }
  return urls
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
