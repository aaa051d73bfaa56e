import type { Part } from '../../domain/conversation.ts'
import { asFilledText, asList, asObject, asSize, asText } from '../raw-values.ts'
import { takeOutMarks } from './grok-marks.ts'
import { member } from './grok-values.ts'

/** Parts of a response, which is what Grok calls every message. */
export function readGrokContent(raw: Record<string, unknown>, isAnswer: boolean): Part[] {
  const said = asText(raw['message']) ?? ''
  const { text, urls, files } = isAnswer ? takeOutMarks(said, raw) : { text: said, urls: [], files: [] }
  return [
    ...thoughtsIn(raw),
    ...(text === '' ? [] : [{ type: 'text' as const, text }]),
    ...files.map((name): Part => ({ type: 'file', name })),
    ...readAttachments(raw),
    ...readPictures(raw),
    ...readPages(raw, urls),
    ...readError(raw['error']),
  ]
}

/** One trace as text, and those of agents: texts, or objects with the text in them. */
function thoughtsIn(raw: Record<string, unknown>): Part[] {
  return [member(raw, 'thinking_trace'), ...asList(member(raw, 'agent_thinking_traces'))].flatMap((value): Part[] => {
    const trace = asObject(value)
    const text = asFilledText(value) ?? asFilledText(member(trace, 'thinking_trace')) ?? asFilledText(trace['text'])
    return text === undefined ? [] : [{ type: 'thinking', text }]
  })
}

/** Files by the id of their asset, which is the name of the folder in which the export has them. */
function readAttachments(raw: Record<string, unknown>): Part[] {
  const described = new Map(
    asList(member(raw, 'file_attachments_metadata')).map((value) => {
      const about = asObject(value)
      return [asText(member(about, 'file_metadata_id')) ?? asText(about['id']), about] as const
    }),
  )
  return asList(member(raw, 'file_attachments')).flatMap((value): Part[] => {
    const pointer = asFilledText(value) ?? asFilledText(member(asObject(value), 'file_metadata_id')) ?? idOf(value)
    if (pointer === undefined) return []
    const about = described.get(pointer) ?? asObject(value)
    const name = asFilledText(member(about, 'file_name')) ?? pointer
    const mimeType = asFilledText(member(about, 'file_mime_type'))
    const size = asSize(member(about, 'file_size'))
    if (mimeType?.startsWith('image/')) return [{ type: 'image', pointer, name, mimeType }]
    return [
      {
        type: 'file',
        pointer,
        name,
        ...(mimeType !== undefined && { mimeType }),
        ...(size !== undefined && { size }),
      },
    ]
  })
}

const idOf = (value: unknown): string | undefined => asFilledText(asObject(value)['id'])

/** `users/<user>/generated/<asset>/image.jpg`: the export has it under the asset's id. */
function readPictures(raw: Record<string, unknown>): Part[] {
  return asList(member(raw, 'generated_image_urls')).flatMap((value): Part[] => {
    const url = asFilledText(value)
    if (url === undefined) return []
    const asset = /([0-9a-f]{8}-[0-9a-f-]{27})\/[^/]{1,200}$/i.exec(url)?.[1]
    return [{ type: 'image', pointer: asset ?? url }]
  })
}

/** Pages that are cited in the text, or that Grok lists as cited; where it names none, those it found. */
function readPages(raw: Record<string, unknown>, cited: readonly string[]): Part[] {
  const found = [...asList(member(raw, 'cited_web_search_results')), ...asList(member(raw, 'web_search_results'))]
  const about = new Map(found.toReversed().map((value) => [asText(asObject(value)['url']), asObject(value)]))
  const named = [...cited, ...asList(member(raw, 'cited_web_search_results')).map((value) => asObject(value)['url'])]
  const urls = new Set(named.length > 0 ? named : about.keys())
  return [...urls].flatMap((value): Part[] => {
    const url = asFilledText(value)
    if (url === undefined || !/^https?:\/\//i.test(url)) return []
    const page = about.get(url) ?? {}
    const title = asFilledText(page['title'])
    const text = asFilledText(page['preview']) ?? asFilledText(page['snippet'])
    return [{ type: 'citation', url, ...(title !== undefined && { title }), ...(text !== undefined && { text }) }]
  })
}

function readError(value: unknown): Part[] {
  const text = asFilledText(value) ?? asFilledText(asObject(value)['message'])
  return text === undefined ? [] : [{ type: 'error', text }]
}
