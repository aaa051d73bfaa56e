import type { Part } from '../domain/conversation.ts'
import { isVisible } from '../domain/message-tree.ts'
import type { MessageDraft, NodeDraft } from './draft.ts'
import { arrange, type PlacedNode } from './message-order.ts'

/** A replacement of the first place, or of `all` places, where `find` stands. Without `find` it replaces everything. */
export interface DocumentEdit {
  readonly find?: string
  readonly replace: string
  readonly all?: boolean
}

/** What a call to a tool does to a document beside the conversation (canvas, artifact, file). */
export interface DocumentChange {
  /** Names the document in the conversation; absent where the last one is meant. */
  readonly id?: string
  /** Begins it, or writes it anew. */
  readonly text?: string
  readonly name?: string
  readonly mimeType?: string
  readonly edits?: readonly DocumentEdit[]
  /** Each version is shown, not only the last one before an answer. */
  readonly everyVersion?: boolean
}

interface Version {
  readonly id: string | undefined
  readonly name: string
  readonly mimeType: string | undefined
  readonly text: string
  /** The message that made it. */
  readonly madeBy: string
  readonly keep: boolean
}

/** Documents as they are at one message: the last touched first. Lists are shared by branches, never changed. */
interface State {
  readonly documents: readonly Version[]
  /** Versions no visible message has shown yet. */
  readonly pending: readonly Version[]
}

const MAX_DOCUMENTS = 64
const MAX_PENDING = 64
/** Longer texts are not edited: edits that double a text would have no end. */
const MAX_TEXT = 1024 * 1024
/** Characters gone through by the edits of one conversation. */
const MAX_EDITING = 512 * 1024 * 1024
/** How much longer a search for every place takes than one for the first. */
const COST_OF_ALL = 8
/** Of all versions of a conversation together. */
const MAX_ALL_TEXT = 32 * 1024 * 1024

/**
 * Adds the documents that an assistant wrote with tools, as files with their whole text, to the answer that follows the
 * change on its branch (or that the change is part of). Where none follows they stay with the change itself.
 * `changesOf` tells what the calls of a message do. Linear in the texts; branches have documents of their own.
 */
export function showDocuments(
  nodes: readonly NodeDraft[],
  changesOf: (message: MessageDraft) => readonly DocumentChange[],
): readonly NodeDraft[] {
  const changes = new Map<string, readonly DocumentChange[]>()
  for (const { key, message } of nodes) {
    const made = message ? changesOf(message) : []
    if (made.length > 0) changes.set(key, made)
  }
  if (changes.size === 0) return nodes

  const { placed } = arrange(nodes, undefined)
  const shown = new Map<string, Version[]>()
  for (const [version, key] of placements(placed, changes)) {
    const versions = shown.get(key)
    if (versions) versions.push(version)
    else shown.set(key, [version])
  }
  return nodes.map((node) => {
    const versions = shown.get(node.key)
    if (!versions || !node.message) return node
    const { message } = node
    // A change alone was never in sight, and does not come into it.
    const hidden = message.hidden || !isVisible(message)
    return { ...node, message: { ...message, hidden, parts: [...message.parts, ...versions.map(filePart)] } }
  })
}

/** Each version to be shown, with the key of the message that shows it. */
function placements(
  placed: readonly PlacedNode[],
  changes: ReadonlyMap<string, readonly DocumentChange[]>,
): (readonly [Version, string])[] {
  const parents = new Set(placed.map(({ parentKey }) => parentKey))
  const states = new Map<string, State>()
  const found: (readonly [Version, string])[] = []
  const seen = new Set<Version>()
  const unshown: Version[] = []
  const editor = new Editor()
  let room = MAX_ALL_TEXT
  for (const { node, message, parentKey } of placed) {
    let state = (parentKey === undefined ? undefined : states.get(parentKey)) ?? { documents: [], pending: [] }
    for (const change of changes.get(node.key) ?? []) state = changed(state, change, node.key, editor)
    if (message.role === 'assistant' && isVisible(message)) {
      for (const version of state.pending) {
        room -= version.text.length
        if (room < 0) break
        found.push([version, node.key])
        seen.add(version)
      }
      state = { documents: state.documents, pending: [] }
    }
    if (parents.has(node.key)) states.set(node.key, state)
    else unshown.push(...state.pending)
  }
  for (const version of new Set(unshown)) {
    if (seen.has(version)) continue
    room -= version.text.length
    if (room >= 0) found.push([version, version.madeBy])
  }
  return found
}

function changed(state: State, change: DocumentChange, madeBy: string, editor: Editor): State {
  const before =
    change.id === undefined && change.text === undefined
      ? state.documents[0]
      : state.documents.find(({ id }) => change.id !== undefined && id === change.id)
  const text = change.text ?? (before && editor.edit(before.text, change.edits ?? []))
  // An edit that does not fit what is known of the text leaves it as it was.
  if (text === undefined || text.trim() === '' || (text === before?.text && change.text === undefined)) return state
  const version: Version = {
    id: change.id ?? before?.id,
    name: change.name ?? before?.name ?? 'Document',
    mimeType: change.mimeType ?? before?.mimeType,
    text,
    madeBy,
    keep: change.everyVersion === true,
  }
  const without = (list: readonly Version[], dropped: (one: Version) => boolean): Version[] =>
    list.filter((one) => one !== before || !dropped(one))
  return {
    documents: [version, ...without(state.documents, () => true)].slice(0, MAX_DOCUMENTS),
    pending: [...without(state.pending, ({ keep }) => !keep), version].slice(-MAX_PENDING),
  }
}

/** Edits texts until it has done as much as a conversation can ask for in earnest. */
class Editor {
  #left = MAX_EDITING

  /** The text with all edits that fit it; foreign patterns are never run. */
  edit(text: string, edits: readonly DocumentEdit[]): string {
    let result = text
    for (const { find, replace, all } of edits) {
      if (find === undefined) result = replace
      else if (find !== '' && result.length <= MAX_TEXT && this.#left > 0) {
        this.#left -= all ? result.length * COST_OF_ALL : result.length
        result = all ? replaceAll(result, find, replace) : replaceFirst(result, find, replace)
      }
    }
    return result
  }
}

function replaceFirst(text: string, find: string, replace: string): string {
  const at = text.indexOf(find)
  return at < 0 ? text : text.slice(0, at) + replace + text.slice(at + find.length)
}

/** Unchanged where it would become too long. */
function replaceAll(text: string, find: string, replace: string): string {
  let places = 0
  for (let at = text.indexOf(find); at >= 0; at = text.indexOf(find, at + find.length)) places++
  const length = text.length + places * (replace.length - find.length)
  return length > MAX_TEXT ? text : text.replaceAll(find, () => replace)
}

const filePart = ({ name, mimeType, text }: Version): Part => ({
  type: 'file',
  name,
  ...(mimeType !== undefined && { mimeType }),
  size: new TextEncoder().encode(text).length,
  text,
})
