import type { Part } from '../../domain/conversation.ts'
import type { InlineAssets } from '../inline-assets.ts'
import { asFilledText, asJson, asList, asObject, asText } from '../raw-values.ts'

/** AI Studio shows a model's turn without words as an empty one; so that it is shown here too, it says so. */
const EMPTY_TURN = '(empty answer)'

/** Members that hold bytes. */
const INLINE = ['inlineFile', 'inlineImage', 'inlineAudio', 'inlineVideo', 'inlineData']
/** Members that name a file of Google Drive. */
const DRIVE = ['driveDocument', 'driveImage', 'driveAudio', 'driveVideo']

/** Parts of a chunk; undefined where nothing is in it that a chunk can hold. Pictures, sounds and files go to `assets`. */
export function readChunk(raw: Record<string, unknown>, assets: InlineAssets): Part[] | undefined {
  const isThought = raw['isThought'] === true
  const text = asText(raw['text'])
  // `parts` are the pieces that `text` was streamed in, with what else came between them.
  const pieces = asList(raw['parts']).map(asObject)
  const words =
    text !== undefined && text !== ''
      ? said(text, isThought)
      : joined(pieces.flatMap((piece) => said(asText(piece['text']) ?? '', isThought || piece['thought'] === true)))
  const parts = [
    ...words,
    ...[raw, ...pieces].flatMap((holder) => [...readFiles(holder, assets), ...readCode(holder)]),
    ...readGrounding(raw['grounding']),
    ...readError(raw['errorMessage']),
  ]
  if (parts.length > 0) return parts
  if (text === undefined && pieces.length === 0) return undefined
  return raw['role'] === 'model' && !isThought ? [{ type: 'text', text: EMPTY_TURN }] : []
}

type Words = Extract<Part, { type: 'text' | 'thinking' }>

const said = (text: string, isThought: boolean): Words[] =>
  text === '' ? [] : [isThought ? { type: 'thinking', text } : { type: 'text', text }]

/** Neighbours of the same kind as one. */
function joined(words: readonly Words[]): Words[] {
  const runs: { type: Words['type']; texts: string[] }[] = []
  for (const { type, text } of words) {
    const last = runs.at(-1)
    if (last?.type === type) last.texts.push(text)
    else runs.push({ type, texts: [text] })
  }
  return runs.map(({ type, texts }) => ({ type, text: texts.join('') }))
}

function readFiles(raw: Record<string, unknown>, assets: InlineAssets): Part[] {
  const inline = INLINE.flatMap((member): Part[] => {
    if (raw[member] === undefined || raw[member] === null) return []
    const { mimeType, data, name } = asObject(raw[member])
    const pointer = assets.addBase64(asText(data) ?? '')
    // The data itself, which may be huge, stays in the original.
    if (pointer === undefined) return [{ type: 'unknown', kind: member, raw: { mimeType: asJson(mimeType) } }]
    return [filePart(pointer, asFilledText(mimeType), asFilledText(name))]
  })
  const drive = DRIVE.flatMap((member): Part[] => {
    const id = asFilledText(asObject(raw[member])['id'])
    return id === undefined
      ? []
      : [{ type: 'file', pointer: id, name: asFilledText(asObject(raw[member])['name']) ?? id }]
  })
  const video = asFilledText(asObject(raw['youtubeVideo'])['id'])
  if (video === undefined) return [...inline, ...drive]
  return [...inline, ...drive, { type: 'file', name: `https://www.youtube.com/watch?v=${encodeURIComponent(video)}` }]
}

function filePart(pointer: string, mimeType: string | undefined, name: string | undefined): Part {
  const known = { ...(mimeType !== undefined && { mimeType }), ...(name !== undefined && { name }) }
  const kind = mimeType?.split('/')[0]
  if (kind === 'image' || kind === 'audio') return { type: kind, pointer, ...known }
  return { type: 'file', pointer, name: name ?? 'file', ...(mimeType !== undefined && { mimeType }) }
}

function readCode(raw: Record<string, unknown>): Part[] {
  const { code, language } = asObject(raw['executableCode'])
  const source = asFilledText(code)
  const { outcome, output } = asObject(raw['codeExecutionResult'])
  const outcomeName = asFilledText(outcome)
  const parts: Part[] = []
  if (source !== undefined) {
    const name = asFilledText(language)?.toLowerCase()
    const isNamed = name !== undefined && name !== 'language_unspecified'
    parts.push({ type: 'code', text: source, ...(isNamed && { language: name }) })
  }
  if (outcomeName !== undefined || asText(output) !== undefined)
    parts.push({
      type: 'tool_result',
      text: asText(output) ?? '',
      ...(outcomeName !== undefined && outcomeName !== 'OUTCOME_OK' && { isError: true }),
    })
  return parts
}

/** Pages found by searching: `groundingChunks` as the API has them, `groundingSources` as AI Studio saves them. */
function readGrounding(value: unknown): Part[] {
  const raw = asObject(value)
  const sources = [
    ...asList(raw['groundingSources']).map(asObject),
    ...asList(raw['groundingChunks']).map((chunk) => asObject(asObject(chunk)['web'])),
  ]
  const pages = new Map<string, Part>()
  for (const source of sources) {
    const url = asFilledText(source['uri']) ?? asFilledText(source['url'])
    if (url === undefined || !/^https?:\/\//i.test(url) || pages.has(url)) continue
    const title = asFilledText(source['title'])
    pages.set(url, { type: 'citation', url, ...(title !== undefined && { title }) })
  }
  return [...pages.values()]
}

function readError(value: unknown): Part[] {
  const text = asFilledText(value)
  return text === undefined ? [] : [{ type: 'error', text }]
}
