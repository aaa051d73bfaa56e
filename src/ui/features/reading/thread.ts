import type { Message, Part } from '../../../domain/conversation.ts'
import { childrenOf, isVisible, pathTo } from '../../../domain/message-tree.ts'

/** Something done on the way to an answer: reasoning, a call to a tool, an instruction. */
export interface Step {
  readonly kind: 'thinking' | 'tool' | 'result' | 'system' | 'other'
  readonly label: string
  readonly text: string
}

/** Which of several messages at one place is shown. */
export interface Branch {
  readonly index: number
  readonly count: number
  readonly previous?: string
  readonly next?: string
}

/** One line of the reading view. */
export type Turn =
  | { readonly kind: 'head'; readonly id: 'head' }
  | { readonly kind: 'steps'; readonly id: string; readonly steps: readonly Step[] }
  | { readonly kind: 'message'; readonly id: string; readonly message: Message; readonly branch?: Branch }

const SHOWN: ReadonlySet<Part['type']> = new Set(['text', 'code', 'image', 'audio', 'file', 'citation', 'error'])

/** Parts that are read; the others are {@link Step}s. */
export const isShown = (part: Part): boolean => SHOWN.has(part.type)

/** A part as a step behind an answer; undefined where it says nothing. */
export function stepOf(part: Part, message: Message): Step | undefined {
  switch (part.type) {
    case 'thinking':
      return part.text || part.summary ? { kind: 'thinking', label: part.summary ?? '', text: part.text } : undefined
    case 'tool_call':
      return { kind: 'tool', label: part.name, text: JSON.stringify(part.input, undefined, 2) }
    case 'tool_result':
      return { kind: 'result', label: part.name ?? message.author ?? '', text: part.text }
    case 'unknown':
      return { kind: 'other', label: part.kind, text: JSON.stringify(part.raw, undefined, 2) }
    case 'text':
    case 'code':
      if (part.text.trim() === '') return undefined
      return message.role === 'tool'
        ? { kind: 'result', label: message.author ?? '', text: part.text }
        : message.role === 'system' || message.role === 'user'
          ? { kind: 'system', label: '', text: part.text }
          : { kind: part.type === 'code' ? 'tool' : 'thinking', label: message.author ?? '', text: part.text }
    case 'image':
    case 'audio':
    case 'file':
      return { kind: 'other', label: part.name ?? part.type, text: part.text ?? '' }
    case 'citation':
      return { kind: 'result', label: part.title ?? part.url, text: part.text ?? '' }
    case 'error':
      return { kind: 'result', label: part.name ?? '', text: part.text }
  }
}

/** A tree of messages and the path through it that is shown. */
export class Thread {
  readonly messages: readonly Message[]
  readonly #children: ReadonlyMap<string, readonly Message[]>
  readonly #byId: ReadonlyMap<string, Message>
  /** Messages that are visible or lead to one. */
  readonly #leads = new Set<string>()

  constructor(messages: readonly Message[]) {
    this.messages = messages
    this.#byId = new Map(messages.map((message) => [message.id, message]))
    this.#children = childrenOf(messages)
    for (const message of messages) {
      if (!isVisible(message)) continue
      let at: Message | undefined = message
      while (at && !this.#leads.has(at.id)) {
        this.#leads.add(at.id)
        at = at.parentId === undefined ? undefined : this.#byId.get(at.parentId)
      }
    }
  }

  /** Messages at the same place of the tree that lead to something to read, in the order given. */
  #siblings(message: Message): readonly Message[] {
    return (this.#children.get(message.parentId ?? '') ?? []).filter((one) => this.#leads.has(one.id))
  }

  /** Follows the newest child from a message down. */
  leafBelow(id: string): string {
    let leaf = id
    const seen = new Set<string>()
    while (!seen.has(leaf)) {
      seen.add(leaf)
      const children = this.#children.get(leaf)
      const next = children?.findLast((child) => this.#leads.has(child.id)) ?? children?.at(-1)
      if (!next) return leaf
      leaf = next.id
    }
    return leaf
  }

  /** The leaf to start from: the one the provider showed, else the newest. */
  startLeaf(activeLeafId: string | undefined): string | undefined {
    if (activeLeafId !== undefined && this.#byId.has(activeLeafId)) return activeLeafId
    return this.messages.findLast((message) => isVisible(message))?.id
  }

  has(id: string): boolean {
    return this.#byId.has(id)
  }

  /** What is read on the path to a leaf. */
  turns(leafId: string | undefined): Turn[] {
    const turns: Turn[] = [{ kind: 'head', id: 'head' }]
    let steps: Step[] = []
    let branch: Branch | undefined
    for (const message of pathTo(this.messages, leafId)) {
      const siblings = this.#siblings(message)
      if (siblings.length > 1 && siblings.includes(message)) branch = branchOf(siblings, message)
      const hidden = isVisible(message) ? message.parts.filter((part) => !isShown(part)) : message.parts
      steps.push(...hidden.flatMap((part) => stepOf(part, message) ?? []))
      if (!isVisible(message)) continue
      if (steps.length > 0) turns.push({ kind: 'steps', id: `steps ${message.id}`, steps })
      steps = []
      turns.push({ kind: 'message', id: message.id, message, ...(branch ? { branch } : {}) })
      branch = undefined
    }
    if (steps.length > 0) turns.push({ kind: 'steps', id: 'steps end', steps })
    return turns
  }
}

function branchOf(siblings: readonly Message[], message: Message): Branch {
  const index = siblings.indexOf(message)
  const previous = siblings[index - 1]?.id
  const next = siblings[index + 1]?.id
  return {
    index,
    count: siblings.length,
    ...(previous === undefined ? {} : { previous }),
    ...(next === undefined ? {} : { next }),
  }
}

/** First line of what somebody said, for an outline. */
export function firstLine(message: Message): string {
  for (const part of message.parts) {
    if (part.type !== 'text' && part.type !== 'code') continue
    const line = part.text.split('\n').find((one) => !/^\s*(?:```.*|~~~.*)?$/.test(one))
    if (line !== undefined)
      return line
        .replace(/^[#>\-*\s]+/, '')
        .replaceAll('`', '')
        .slice(0, 160)
  }
  return ''
}
