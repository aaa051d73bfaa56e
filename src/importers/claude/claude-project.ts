import type { Part } from '../../domain/conversation.ts'
import { isObject } from '../../domain/json.ts'
import { Damage, notAConversation } from '../damage.ts'
import type { MessageDraft, NodeDraft, ParsedConversation } from '../draft.ts'
import { asFilledText, asJson, asList, asObject, asTime } from '../raw-values.ts'

/**
 * Reads one project of a Claude export: its description, its instructions and its documents, each a message, in that
 * order. Nothing of it was said in a chat, so it is marked as of another kind (`metadata.kind`).
 */
export function parseClaudeProject(value: unknown): ParsedConversation {
  const noObject = notAConversation(value)
  if (noObject) return noObject
  const raw = asObject(value)
  const title = asFilledText(raw['name'])?.trim()
  const id = asFilledText(raw['uuid'])
  const damage = new Damage()
  const texts = ['description', 'prompt_template'].flatMap((key): NodeDraft[] => {
    const text = asFilledText(raw[key])
    return text === undefined ? [] : [{ key, message: messageOf([{ type: 'text', text }]) }]
  })
  const documents = asList(raw['docs']).map((doc, place) => readDocument(doc, place, damage))
  if (texts.length === 0 && !Array.isArray(raw['docs']))
    return { ok: false, title, id, reason: 'It has neither texts nor documents in the export.' }
  if (damage.broken > 0 && damage.broken === texts.length + documents.length)
    return { ok: false, title, id, reason: damage.describeAll() }

  const nodes = inOrder([...texts, ...documents])
  const createdAt = asTime(raw['created_at'])
  const updatedAt = asTime(raw['updated_at'])
  const problem = damage.describe(nodes.length)
  return {
    ok: true,
    draft: {
      provider: 'claude',
      ...(id !== undefined && { sourceUrl: `https://claude.ai/project/${encodeURIComponent(id)}` }),
      ...(title !== undefined && { title, projectName: title }),
      ...(createdAt !== undefined && { createdAt }),
      ...(updatedAt !== undefined && { updatedAt }),
      metadata: { kind: 'project', ...(id !== undefined && { projectId: id }) },
      nodes,
    },
    ...(problem !== undefined && { problem }),
  }
}

/** What the person wrote down for the project. */
const messageOf = (parts: readonly Part[], createdAt?: number): MessageDraft => ({
  role: 'user',
  parts,
  ...(createdAt !== undefined && { createdAt }),
  hidden: false,
  metadata: {},
})

function readDocument(value: unknown, place: number, damage: Damage): NodeDraft {
  const raw = asObject(value)
  const text = asFilledText(raw['content'])
  const name = asFilledText(raw['filename']) ?? asFilledText(raw['file_name']) ?? 'Document'
  if (!isObject(value)) damage.add('is not in the list as a document')
  const part: Part = isObject(value)
    ? { type: 'file', name, ...(text !== undefined && { text }) }
    : { type: 'unknown', kind: 'document', raw: asJson(value) }
  const uuid = asFilledText(raw['uuid'])
  return {
    ...(uuid === undefined ? { key: `#${place}`, position: place } : { key: uuid }),
    message: messageOf([part], asTime(raw['created_at'])),
  }
}

/** Each under the one before it; a second of the same name is told by its place. */
function inOrder(nodes: readonly NodeDraft[]): NodeDraft[] {
  const taken = new Set<string>()
  let parent: string | undefined
  return nodes.map((node, position) => {
    const own = taken.has(node.key) ? { key: `#${position}`, position } : {}
    const placed = { ...node, ...own, ...(parent !== undefined && { parent }) }
    taken.add(placed.key)
    parent = placed.key
    return placed
  })
}
