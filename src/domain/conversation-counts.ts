import type { ConversationCounts, Message, Role } from './conversation.ts'
import { isVisible } from './message-tree.ts'

/**
 * Counts over the messages of a conversation. `path` are the messages of the active branch, `forks` the forks of the
 * provider's tree. Words, code blocks, images, tables and formulas are those of visible messages, in all branches.
 */
export function countConversation(
  messages: readonly Message[],
  path: readonly Message[],
  forks: number,
): ConversationCounts {
  const roles = new Map<Role, number>()
  const visible = { user: 0, assistant: 0 }
  const found = { words: 0, codeBlocks: 0, images: 0, tables: 0, formulas: 0, toolCalls: 0 }
  for (const message of messages) {
    roles.set(message.role, (roles.get(message.role) ?? 0) + 1)
    for (const part of message.parts) if (part.type === 'tool_call') found.toolCalls++
    if (!isVisible(message)) continue
    if (message.role === 'user' || message.role === 'assistant') visible[message.role]++
    for (const part of message.parts) {
      if (part.type === 'code') found.codeBlocks++
      else if (part.type === 'image') found.images++
      else if (part.type === 'text') {
        // Imported text is hostile until shown otherwise: no pattern here may take quadratic time.
        found.words += countWords(part.text)
        found.codeBlocks += Math.ceil(matches(part.text, /^ {0,3}(?:```|~~~)/gm) / 2)
        found.images += matches(part.text, /!\[[^\]\n]{0,500}\]\(/g)
        found.tables += matches(part.text, /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+(?:\|[ \t]*)?$/gm)
        found.formulas += matches(part.text, /\\\[|\\\(/g) + Math.floor(matches(part.text, /\$\$/g) / 2)
      }
    }
  }
  return {
    messages: Object.fromEntries(roles),
    visibleUser: visible.user,
    visibleAssistant: visible.assistant,
    path: path.filter(isVisible).length,
    forks,
    ...found,
  }
}

const matches = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

/** Words between white space; in scripts written without spaces (CJK, kana) every character counts. */
function countWords(text: string): number {
  let words = 0
  let inWord = false
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit <= 0x20 || unit === 0xa0) inWord = false
    else if (unit >= 0x3041 && unit <= 0x9fff) {
      words++
      inWord = false
    } else if (!inWord) {
      words++
      inWord = true
    }
  }
  return words
}
