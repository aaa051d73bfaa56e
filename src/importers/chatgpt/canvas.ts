import { isObject } from '../../domain/json.ts'
import type { MessageDraft } from '../draft.ts'
import { asFilledText, asList, asObject, asText } from '../raw-values.ts'
import type { DocumentChange, DocumentEdit } from '../written-documents.ts'

/** Patterns that mean the whole text, in the ways the assistant writes them. */
const EVERYTHING = new Set(['.*', '^.*$', '(?s).*', '(?s)^.*$', '[\\s\\S]*', '^[\\s\\S]*$', '.+', '(?s).+', '(.|\\n)*'])

const MIME_TYPES: Readonly<Record<string, string>> = {
  document: 'text/markdown',
  'code/html': 'text/html',
  'code/css': 'text/css',
  'code/javascript': 'text/javascript',
  'code/json': 'application/json',
  'code/react': 'text/jsx',
  'code/other': 'text/plain',
}

/**
 * What a message does to the documents of the canvas: `canmore.create_textdoc` with `{name, type, content}` and
 * `canmore.update_textdoc` with `{updates: [{pattern, multiple, replacement}]}`, both sometimes cut short.
 * An update is of the document that was touched last.
 */
export function canvasChanges(message: MessageDraft): DocumentChange[] {
  return message.parts.flatMap((part): DocumentChange[] => {
    if (part.type !== 'tool_call' || !part.name.startsWith('canmore.')) return []
    const input = isObject(part.input) ? part.input : completed(asText(part.input) ?? '')
    if (part.name === 'canmore.create_textdoc') {
      const text = asFilledText(input['content'])
      const type = asFilledText(input['type']) ?? 'document'
      if (text === undefined) return []
      const mimeType = MIME_TYPES[type] ?? `text/x-${type.replace(/^code\//, '')}`
      return [{ text, name: asFilledText(input['name']) ?? 'Canvas', mimeType }]
    }
    if (part.name !== 'canmore.update_textdoc') return []
    const edits = asList(input['updates']).flatMap(readEdit)
    return edits.length > 0 ? [{ edits }] : []
  })
}

/** A pattern is a foreign regular expression, so it is taken for the text it most likely means, and never run. */
function readEdit(value: unknown): DocumentEdit[] {
  const { pattern, replacement, multiple } = asObject(value)
  const replace = asText(replacement)
  const find = asText(pattern)
  if (replace === undefined || find === undefined) return []
  if (EVERYTHING.has(find)) return [{ replace }]
  return [{ find: literal(find), replace, all: multiple === true }]
}

/** Without the escapes that a pattern needs: `1\. Buy` and `a\nb` mean `1. Buy` and two lines. */
const literal = (pattern: string): string =>
  pattern.replace(/\\([^A-Za-z0-9]|[nt])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign === 't' ? '\t' : sign))

/** The members of an object whose JSON ends in the middle of a text. */
function completed(text: string): Record<string, unknown> {
  try {
    return asObject(JSON.parse(`${text.replace(/\\(?:u[0-9a-f]{0,3})?$/i, '')}"}`))
  } catch {
    return {}
  }
}
