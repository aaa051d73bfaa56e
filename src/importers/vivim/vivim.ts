import { base64 } from '@scure/base'
import { BACKUP_VERSION } from '../../domain/backup.ts'
import { concatBytes } from '../../domain/bytes.ts'
import { conversationId, messageId } from '../../domain/conversation-hash.ts'
import { PROVIDERS, ROLES } from '../../domain/conversation.ts'
import { sha256Hex } from '../../domain/hash.ts'
import type { JsonObject } from '../../domain/json.ts'
import type { InlineAsset, NodeDraft, ParsedConversation, Reading, RowReader } from '../draft.ts'
import { asFilledText, asJson, asList, asObject, asSize, asText } from '../raw-values.ts'
import { readDecision } from './read-decision.ts'
import { readPart } from './read-part.ts'

/** Bytes that wait for the conversation that names them; more than this are passed over. */
const MOST_WAITING = 512 * 1024 * 1024

type Raw = Readonly<Record<string, unknown>>

/**
 * Reads a backup of this app ({@link import('../../domain/backup.ts').BackupLine}). Everything that follows from
 * something else is made anew: ids, hashes, counts and cards; what a line says of them is not believed.
 */
export const readVivim: RowReader = async function* (rows) {
  let waiting = new Waiting()
  for await (const { value, bytes, index } of rows) {
    const line = asObject(value)
    switch (line['vivim']) {
      case 'backup':
        if (line['version'] !== BACKUP_VERSION) {
          const reason = `It is a backup of version ${String(line['version']).slice(0, 20)}; this app knows version ${BACKUP_VERSION}. Update the app first.`
          yield { type: 'unreadable', name: 'the backup', reason }
          return
        }
        break
      case 'bytes':
        waiting.add(line)
        break
      case 'conversation':
        yield readConversation(line, bytes, waiting)
        waiting = new Waiting()
        break
      case 'decision': {
        const decision = readDecision(line['decision'])
        if (decision) yield { type: 'decision', decision }
        else
          yield {
            type: 'unreadable',
            name: `decision in line ${index + 1}`,
            reason: 'It has no known shape.',
            original: bytes,
          }
        break
      }
      default:
        yield { type: 'unreadable', name: `line ${index + 1}`, reason: 'It is no line of a backup.', original: bytes }
    }
  }
}

/** Bytes by their SHA-256, put together from the lines that carry them. */
class Waiting {
  readonly #parts = new Map<string, Uint8Array[]>()
  #size = 0

  add(line: Raw): void {
    const name = asText(line['sha256'])
    const text = asText(line['base64'])
    if (name === undefined || text === undefined) return
    const part = decoded(text)
    if (!part || this.#size + part.length > MOST_WAITING) return
    this.#size += part.length
    const parts = this.#parts.get(name)
    if (parts) parts.push(part)
    else this.#parts.set(name, [part])
  }

  /** The bytes; undefined where they are missing, or are others. */
  take(name: unknown): Uint8Array<ArrayBuffer> | undefined {
    const parts = typeof name === 'string' ? this.#parts.get(name) : undefined
    const bytes = parts && concatBytes(...parts)
    return bytes && sha256Hex(bytes) === name ? bytes : undefined
  }
}

function decoded(text: string): Uint8Array | undefined {
  try {
    return base64.decode(text)
  } catch {
    return undefined
  }
}

function readConversation(line: Raw, lineBytes: Uint8Array<ArrayBuffer>, waiting: Waiting): Reading {
  const original = waiting.take(line['original'])
  const assets = asList(line['assets']).flatMap((one): InlineAsset[] => {
    const { pointer, sha256 } = asObject(one)
    const bytes = waiting.take(sha256)
    return typeof pointer === 'string' && bytes ? [{ pointer, bytes }] : []
  })
  const missing = asList(line['assets']).length - assets.length
  const problems = [
    ...(original ? [] : ['its original bytes are missing or damaged']),
    ...(missing > 0 ? [`${missing} of its files are missing or damaged`] : []),
  ]
  const parsed = parse(asObject(line['conversation']), asList(line['messages']), assets, problems)
  return { type: 'conversation', parsed, original: original ?? lineBytes }
}

function parse(
  raw: Raw,
  messages: readonly unknown[],
  assets: readonly InlineAsset[],
  problems: string[],
): ParsedConversation {
  const title = asText(raw['title'])
  const sourceUrl = asFilledText(raw['sourceUrl'])
  const provider = PROVIDERS.find((one) => one === raw['provider'])
  if (sourceUrl === undefined || !/^(https?|vivim):/.test(sourceUrl) || !provider)
    return { ok: false, title, reason: 'It does not say where it came from.' }
  const nodes = readNodes(conversationId(sourceUrl), messages)
  if (nodes.length === 0 && messages.length > 0)
    return { ok: false, title, reason: 'None of its messages can be read.' }
  if (nodes.length < messages.length) problems.push(`${messages.length - nodes.length} of its messages cannot be read`)
  const createdAt = asSize(raw['createdAt'])
  const updatedAt = asSize(raw['updatedAt'])
  const model = asFilledText(raw['model'])
  const projectName = asFilledText(raw['projectName'])
  const current = nodes.find(({ id }) => id === raw['activeLeafId'])?.node.key
  const forks = asObject(raw['counts'])['forks']
  const more = typeof forks === 'number' && Number.isSafeInteger(forks) ? forks - forksOf(nodes) : 0
  return {
    ok: true,
    draft: {
      provider,
      sourceUrl,
      ...(title !== undefined && { title }),
      ...(createdAt !== undefined && { createdAt }),
      ...(updatedAt !== undefined && { updatedAt }),
      ...(model !== undefined && { model }),
      ...(projectName !== undefined && { projectName }),
      metadata: asJson(asObject(raw['metadata'])) as JsonObject,
      nodes: nodes.map(({ node }) => node),
      ...(current !== undefined && { current }),
      ...(more > 0 && { forks: more }),
      assets,
    },
    ...(problems.length > 0 && { problem: `${problems.join('; ')}.` }),
  }
}

interface IdentifiedNode {
  readonly id: string
  readonly node: NodeDraft
}

/** The nodes of the tree that messages were made from: what named them is in their metadata, or their position. */
function readNodes(conversation: string, messages: readonly unknown[]): IdentifiedNode[] {
  const raws = messages.map(asObject)
  const names = new Map<string, Pick<NodeDraft, 'key' | 'position'>>()
  raws.forEach((raw, index) => {
    const id = asText(raw['id'])
    if (id !== undefined)
      names.set(id, nameOf(conversation, id, asObject(raw['metadata'])['providerId'], index, raws.length))
  })
  return raws.flatMap((raw): IdentifiedNode[] => {
    const id = asText(raw['id'])
    const name = id === undefined ? undefined : names.get(id)
    const role = ROLES.find((one) => one === raw['role'])
    const parts = asList(raw['parts']).map(readPart)
    if (id === undefined || !name || !role || parts.includes(undefined)) return []
    const createdAt = asSize(raw['createdAt'])
    const model = asFilledText(raw['model'])
    const author = asFilledText(raw['author'])
    const parent = names.get(asText(raw['parentId']) ?? '')?.key
    const { providerId: _name, ...metadata } = asJson(asObject(raw['metadata'])) as JsonObject
    const message = {
      role,
      parts: parts.filter((part) => part !== undefined),
      hidden: raw['hidden'] === true,
      metadata,
      ...(author !== undefined && { author }),
      ...(createdAt !== undefined && { createdAt }),
      ...(model !== undefined && { model }),
    }
    return [{ id, node: { ...name, ...(parent !== undefined && { parent }), message } }]
  })
}

/** What gave a message its id: the provider's id, else its position, which is near its place in the tree. */
function nameOf(
  conversation: string,
  id: string,
  providerId: unknown,
  index: number,
  count: number,
): Pick<NodeDraft, 'key' | 'position'> {
  if (typeof providerId === 'string') return { key: providerId }
  for (const position of [index, index + 1, ...Array.from({ length: count + 1 }, (_, at) => at)])
    if (messageId(conversation, position) === id) return { key: `#${position}`, position }
  return { key: id }
}

function forksOf(nodes: readonly IdentifiedNode[]): number {
  const children = new Map<string, number>()
  for (const { node } of nodes)
    if (node.parent !== undefined) children.set(node.parent, (children.get(node.parent) ?? 0) + 1)
  return [...children.values()].filter((count) => count > 1).length
}
