import { isObject } from '../domain/json.ts'
import type { Reading, Row } from './draft.ts'

/** Names a row that is no object: null, a text, a number, a list. Undefined where it is one. */
export function brokenRow({ value, bytes, index }: Row, entry: string): Reading | undefined {
  if (isObject(value)) return undefined
  const what = value === null ? 'empty (null)' : `a ${Array.isArray(value) ? 'list' : typeof value}`
  return {
    type: 'unreadable',
    name: `line ${index + 1} of ${entry}`,
    reason: `In the export it is ${what}, not a part of a conversation.`,
    original: bytes,
  }
}
