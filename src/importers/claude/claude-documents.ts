import type { MessageDraft } from '../draft.ts'
import { asFilledText, asObject, asText } from '../raw-values.ts'
import type { DocumentChange, DocumentEdit } from '../written-documents.ts'

const MIME_TYPES: Readonly<Record<string, string>> = { md: 'text/markdown', html: 'text/html', svg: 'image/svg+xml' }

/**
 * What the calls in a message do to documents: `artifacts` (`create`, `update` with `old_str` and `new_str`, `rewrite`),
 * since 2025 also files (`create_file`, `str_replace`) named by their path.
 */
export const claudeDocuments = (message: MessageDraft): DocumentChange[] =>
  message.parts.flatMap((part): DocumentChange[] => {
    if (part.type !== 'tool_call') return []
    const input = asObject(part.input)
    switch (part.name) {
      case 'artifacts':
        return artifactChange(input)
      case 'create_file':
        return fileChange(input, 'create')
      case 'str_replace':
        return fileChange(input, 'str_replace')
      case 'str_replace_based_edit_tool':
        return fileChange(input, input['command'])
      default:
        return []
    }
  })

function artifactChange(input: Record<string, unknown>): DocumentChange[] {
  const id = asFilledText(input['id'])
  const name = asFilledText(input['title']) ?? (input['command'] === 'update' ? undefined : id)
  const mimeType = artifactType(input)
  const known = {
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(mimeType !== undefined && { mimeType }),
    everyVersion: true,
  }
  const text = asFilledText(input['content'])
  if (input['command'] === 'update' && typeof input['old_str'] === 'string')
    return edit(input).map((one) => ({ ...known, edits: [one] }))
  return text === undefined ? [] : [{ ...known, text }]
}

function artifactType(input: Record<string, unknown>): string | undefined {
  const type = asFilledText(input['type'])
  const language = asFilledText(input['language'])
  return type === 'application/vnd.ant.code' && language !== undefined ? `text/x-${language}` : type
}

function fileChange(input: Record<string, unknown>, command: unknown): DocumentChange[] {
  const id = asFilledText(input['path'])
  if (id === undefined) return []
  if (command === 'str_replace') return edit(input).map((one) => ({ id, edits: [one] }))
  const text = asFilledText(input['file_text'])
  if (command !== 'create' || text === undefined) return []
  const name = id.slice(id.lastIndexOf('/') + 1) || id
  const mimeType = MIME_TYPES[name.slice(name.lastIndexOf('.') + 1).toLowerCase()]
  return [{ id, text, name, ...(mimeType !== undefined && { mimeType }) }]
}

function edit(input: Record<string, unknown>): DocumentEdit[] {
  const find = asText(input['old_str'])
  return find === undefined ? [] : [{ find, replace: asText(input['new_str']) ?? '' }]
}
