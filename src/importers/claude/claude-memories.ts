import type { Part } from '../../domain/conversation.ts'
import { isObject } from '../../domain/json.ts'
import type { ConversationDraft, NodeDraft, ReadContext, Reading, Row, RowReader } from '../draft.ts'
import { asFilledText, asJson, asList, asObject } from '../raw-values.ts'

/**
 * Reads what Claude remembers, `[{conversations_memory, project_memories: {uuid: text}, memory_files, account_uuid}]`:
 * one conversation for the account and one for each project, marked as of another kind (`metadata.kind`).
 */
export const readMemories: RowReader = async function* (rows, context): AsyncGenerator<Reading> {
  const nameOf = await projectNames(context)
  for await (const row of rows) {
    if (!isObject(row.value)) {
      const name = `memory ${row.index + 1} of ${context.entry}`
      yield { type: 'unreadable', name, reason: 'In the export it holds no memory.', original: row.bytes }
      continue
    }
    let found = false
    for (const draft of draftsOf(row.value, row, nameOf)) {
      found = true
      yield { type: 'conversation', parsed: { ok: true, draft }, original: row.bytes }
    }
    if (!found) yield { type: 'skipped', what: context.entry, reason: 'nothing is remembered in it' }
  }
}

/** Names of the projects by their ids, where the export has them beside the memories. */
async function projectNames({ sibling }: ReadContext): Promise<(id: string) => string | undefined> {
  const bytes = await sibling('projects.json')
  const list = bytes ? asList(parsed(bytes)).map(asObject) : []
  const names = new Map(list.map((project) => [project['uuid'], asFilledText(project['name'])]))
  return (id) => names.get(id)
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

function* draftsOf(
  raw: Record<string, unknown>,
  { index }: Row,
  nameOf: (id: string) => string | undefined,
): Generator<ConversationDraft> {
  const account = asFilledText(raw['account_uuid']) ?? `#${index}`
  const text = asFilledText(raw['conversations_memory'])
  const parts: Part[] = [
    ...(text === undefined ? [] : [{ type: 'text' as const, text }]),
    ...asList(raw['memory_files']).flatMap(readFile),
  ]
  if (parts.length > 0) yield draftOf(account, 'Claude’s memory', parts)
  for (const [id, memory] of Object.entries(asObject(raw['project_memories']))) {
    const known = asFilledText(memory)
    if (known === undefined) continue
    const projectName = nameOf(id)?.trim()
    yield {
      ...draftOf(`${account}\n${id.toWellFormed()}`, `Claude’s memory of ${projectName ?? 'a project'}`, [
        { type: 'text', text: known },
      ]),
      ...(projectName !== undefined && { projectName }),
      metadata: { kind: 'memory', projectId: id.toWellFormed() },
    }
  }
}

function draftOf(key: string, title: string, parts: readonly Part[]): ConversationDraft {
  const nodes = parts.map((part, position): NodeDraft => ({
    key: `#${position}`,
    position,
    ...(position > 0 && { parent: `#${position - 1}` }),
    message: { role: 'assistant', parts: [part], hidden: false, metadata: {} },
  }))
  return { provider: 'claude', sourceKey: `memory\n${key}`, title, metadata: { kind: 'memory' }, nodes }
}

function readFile(value: unknown): Part[] {
  const raw = asObject(value)
  const text = asFilledText(raw['content']) ?? asFilledText(raw['text'])
  if (text === undefined) return isObject(value) ? [{ type: 'unknown', kind: 'memory', raw: asJson(value) }] : []
  const name = asFilledText(raw['path']) ?? asFilledText(raw['name']) ?? 'Memory'
  return [{ type: 'file', name, text }]
}
