import { isObject } from './json.ts'

/** Names whose values tell the shape and nothing of a person, where the value is one short word. */
const TELLING =
  /^(?:role|type|content_type|contentType|sender|status|kind|format|object|operation|phase|recipient|channel|version|header|author)$/
const WORD = /^[a-z][a-z0-9_-]{0,31}$/
/** Names of members; what looks otherwise (ids, texts used as names) is replaced. */
const NAME = /^[A-Za-z_$][A-Za-z0-9_$-]{0,39}$/
const HEX = /[0-9a-f]{8}|\d{4}/

const MAX_DEPTH = 10
const MAX_ITEMS = 3
const MAX_MEMBERS = 40
const MAX_LENGTH = 6_000

/**
 * The shape of a piece of an export without its content, to show in a report: names of members stay, texts become their
 * lengths, numbers become 0; what is no JSON keeps only its punctuation.
 * In: text. Out: at most 6,000 characters of indented JSON or of text.
 */
export function redactedSample(text: string): string {
  const shape = shapeOf(text)
  return shape.length > MAX_LENGTH ? `${shape.slice(0, MAX_LENGTH)}…` : shape
}

function shapeOf(text: string): string {
  try {
    return JSON.stringify(redact(JSON.parse(text) as unknown, '', 0), undefined, 1)
  } catch {
    return text.slice(0, MAX_LENGTH).replace(/\p{L}/gu, 'x').replace(/\p{N}/gu, '0')
  }
}

function redact(value: unknown, name: string, depth: number): unknown {
  if (typeof value === 'string') {
    if (TELLING.test(name) && WORD.test(value) && !HEX.test(value)) return value
    return value === '' ? '' : `(text of ${value.length})`
  }
  if (typeof value === 'number') return 0
  if (Array.isArray(value)) {
    if (depth >= MAX_DEPTH) return `(list of ${value.length})`
    const items: unknown[] = value.slice(0, MAX_ITEMS).map((item) => redact(item, name, depth + 1))
    if (value.length > MAX_ITEMS) items.push(`(${value.length - MAX_ITEMS} more)`)
    return items
  }
  if (!isObject(value)) return value
  const entries = Object.entries(value)
  if (depth >= MAX_DEPTH) return `(object of ${entries.length})`
  const members = entries
    .slice(0, MAX_MEMBERS)
    .map(([key, item], at): [string, unknown] => [nameOf(key, at), redact(item, key, depth + 1)])
  if (entries.length > MAX_MEMBERS) members.push(['(more)', entries.length - MAX_MEMBERS])
  return Object.fromEntries(members)
}

const nameOf = (key: string, at: number): string => (NAME.test(key) && !HEX.test(key) ? key : `(name ${at + 1})`)
