import type { Role } from '../../domain/conversation.ts'
import { isObject, type Json } from '../../domain/json.ts'
import { Damage, notAConversation } from '../damage.ts'
import type { MessageDraft, NodeDraft, ParsedConversation, ReadContext } from '../draft.ts'
import { InlineAssets } from '../inline-assets.ts'
import { asFilledText, asJson, asList, asObject, asTime } from '../raw-values.ts'
import { readChunk } from './aistudio-chunk.ts'

/**
 * Reads one prompt of Google AI Studio. Its chunks stand one below the other, as AI Studio shows them; a chunk from
 * which somebody branched off names the other prompt, which is a file of its own.
 */
export function parseAiStudio(value: unknown, { entry }: Pick<ReadContext, 'entry'>): ParsedConversation {
  const noObject = notAConversation(value)
  if (noObject) return noObject
  const raw = asObject(value)
  const stated = asFilledText(raw['displayName'])?.trim() ?? asFilledText(raw['title'])?.trim()
  const title = stated ?? titleOfFile(entry)
  const id = asFilledText(raw['id'])
  const chunks = asObject(raw['chunkedPrompt'])['chunks']
  if (!Array.isArray(chunks)) {
    const what = chunks === undefined ? 'missing' : chunks === null ? 'empty (null)' : 'not a list'
    return { ok: false, title, id, reason: `Its messages are ${what} in the export.` }
  }

  const damage = new Damage()
  const assets = new InlineAssets()
  const settings = asObject(raw['runSettings'])
  const model = asFilledText(settings['model'])?.replace(/^models\//, '')
  const nodes = linkNodes(
    chunks,
    chunks.map((chunk) => readMessage(chunk, damage, assets)),
  )
  if (damage.broken > 0 && damage.broken === chunks.length)
    return { ok: false, title, id, reason: damage.describeAll() }

  const createdAt = asTime(raw['createTime'])
  const updatedAt = asTime(raw['updateTime'])
  const current = nodes.at(-1)?.key
  const problem = damage.describe(chunks.length)
  return {
    ok: true,
    draft: {
      provider: 'gemini',
      ...sourceOf(id, entry, nodes),
      ...(title !== undefined && { title }),
      ...(createdAt !== undefined && { createdAt }),
      ...(updatedAt !== undefined && { updatedAt }),
      ...(model !== undefined && { model }),
      metadata: metadataOf(raw, chunks),
      nodes,
      forks: chunks.filter((chunk) => asList(asObject(chunk)['branchChildren']).length > 0).length,
      ...(current !== undefined && { current }),
      assets: assets.all,
    },
    ...(problem !== undefined && { problem }),
  }
}

/** Only prompts saved in other ways have an id; the others are known by the file and how they begin. */
function sourceOf(
  id: string | undefined,
  entry: string,
  nodes: readonly NodeDraft[],
): { readonly sourceUrl: string } | { readonly sourceKey: string } {
  if (id !== undefined) return { sourceUrl: `https://aistudio.google.com/prompts/${encodeURIComponent(id)}` }
  const opening = nodes
    .flatMap(({ message }) => message?.parts ?? [])
    .map((part) => (part.type === 'text' ? part.text : ''))
    .find((text) => text !== '')
  return { sourceKey: `${titleOfFile(entry) ?? ''}\n${opening ?? ''}` }
}

/** Drive names the file as the prompt is called. */
function titleOfFile(entry: string): string | undefined {
  const base = entry.slice(entry.lastIndexOf('/') + 1).replace(/\.json$/i, '')
  return asFilledText(base)?.trim()
}

function metadataOf(raw: Record<string, unknown>, chunks: readonly unknown[]): Record<string, Json> {
  const instruction = asObject(raw['systemInstruction'])
  const told =
    asFilledText(instruction['text']) ??
    asList(instruction['parts'])
      .flatMap((part) => asFilledText(asObject(part)['text']) ?? [])
      .join('\n')
  const parent = chunks.map((chunk) => asObject(asObject(chunk)['branchParent'])).find(({ promptId }) => promptId)
  const branchOf = asFilledText(parent?.['displayName']) ?? asFilledText(parent?.['promptId'])
  return {
    service: 'aistudio',
    ...(told !== '' && { systemInstruction: told }),
    ...(branchOf !== undefined && { branchOf }),
  }
}

function linkNodes(chunks: readonly unknown[], messages: readonly MessageDraft[]): NodeDraft[] {
  const nodes: NodeDraft[] = []
  const taken = new Set<string>()
  messages.forEach((message, position) => {
    const id = asFilledText(asObject(chunks[position])['id'])
    const unique = id !== undefined && !taken.has(id)
    const key = unique ? id : `#${position}`
    taken.add(key)
    const parent = nodes.at(-1)?.key
    nodes.push({ key, ...(!unique && { position }), ...(parent !== undefined && { parent }), message })
  })
  return nodes
}

function readMessage(value: unknown, damage: Damage, assets: InlineAssets): MessageDraft {
  const raw = asObject(value)
  const stated = asFilledText(raw['role'])
  const role = roleOf(stated)
  const parts = isObject(value) && stated !== undefined ? readChunk(raw, assets) : undefined
  if (!isObject(value)) damage.add('is not in the list as a message')
  else if (stated === undefined) damage.add('has no author')
  else if (!parts) damage.add('has no content')
  const createdAt = asTime(raw['createTime'])
  const finish = asFilledText(raw['finishReason'])
  return {
    role,
    ...(stated !== undefined && stated !== role && stated !== 'model' && { author: stated }),
    parts: parts ?? [{ type: 'unknown', kind: 'message', raw: asJson(value) }],
    ...(createdAt !== undefined && { createdAt }),
    hidden: stated === undefined || raw['isThought'] === true,
    metadata: {
      ...(raw['isEdited'] === true && { edited: true }),
      ...(finish !== undefined && finish !== 'STOP' && { finishReason: finish }),
    },
  }
}

function roleOf(stated: string | undefined): Role {
  switch (stated) {
    case 'user':
      return 'user'
    case 'model':
    case 'assistant':
      return 'assistant'
    default:
      return 'system'
  }
}
