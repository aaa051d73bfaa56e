import type { Message, Part } from './conversation.ts'

/** Texts of a part that a person would read, if it has any. */
export function partText(part: Part): string {
  switch (part.type) {
    case 'text':
    case 'code':
    case 'thinking':
    case 'tool_result':
    case 'error':
      return part.text
    case 'image':
    case 'audio':
    case 'file':
    case 'citation':
      return part.text ?? ''
    case 'tool_call':
    case 'unknown':
      return ''
  }
}

/** Meant to be read: by the user or the assistant, not hidden, with non-blank text or an asset. */
export function isVisible(message: Pick<Message, 'role' | 'hidden' | 'parts'>): boolean {
  if (message.hidden || (message.role !== 'user' && message.role !== 'assistant')) return false
  return message.parts.some((part) => {
    if (part.type === 'text' || part.type === 'code') return part.text.trim() !== ''
    return part.type === 'image' || part.type === 'audio' || part.type === 'file'
  })
}

/** Children of each message by its id; roots under the empty string. Siblings keep the order they are given in. */
export function childrenOf<M extends Pick<Message, 'id' | 'parentId'>>(messages: readonly M[]): Map<string, M[]> {
  const children = new Map<string, M[]>()
  for (const message of messages) {
    const key = message.parentId ?? ''
    const siblings = children.get(key)
    if (siblings) siblings.push(message)
    else children.set(key, [message])
  }
  return children
}

/** Messages from the root to the leaf, by walking `parentId`; empty where the leaf is unknown. */
export function pathTo<M extends Pick<Message, 'id' | 'parentId'>>(
  messages: readonly M[],
  leafId: string | undefined,
): M[] {
  const byId = new Map(messages.map((message) => [message.id, message]))
  const path: M[] = []
  const seen = new Set<string>()
  let at = leafId === undefined ? undefined : byId.get(leafId)
  while (at && !seen.has(at.id)) {
    seen.add(at.id)
    path.push(at)
    at = at.parentId === undefined ? undefined : byId.get(at.parentId)
  }
  return path.reverse()
}
