import { isObject } from '../../domain/json.ts'
import type { ParsedConversation } from '../draft.ts'
import { asFilledText, asList, asObject } from '../raw-values.ts'
import { parseClaude } from './claude.ts'

/**
 * Reads one chat about a design (`design_chats/<uuid>.json` of a Claude export), whose messages are
 * `{uuid, role, created_at, content: {content, contentBlocks, attachments, timestamp}}`.
 */
export function parseClaudeDesign(value: unknown): ParsedConversation {
  if (!isObject(value)) return parseClaude(value)
  const { title, messages } = value
  const chat = { ...value, name: title, chat_messages: Array.isArray(messages) ? messages.map(asChat) : messages }
  const parsed = parseClaude(chat)
  const id = asFilledText(value['uuid'])
  if (!parsed.ok) return parsed
  const sourceUrl = id === undefined ? {} : { sourceUrl: `https://claude.ai/design/${encodeURIComponent(id)}` }
  const { metadata } = parsed.draft
  return { ...parsed, draft: { ...parsed.draft, ...sourceUrl, metadata: { ...metadata, kind: 'design' } } }
}

/** The message in the form of other chats; what is no message stays as it is, to be named. */
function asChat(value: unknown): unknown {
  if (!isObject(value)) return value
  const inside = asObject(value['content'])
  const blocks = asList(inside['contentBlocks'])
  return {
    uuid: value['uuid'],
    sender: value['role'] ?? inside['role'],
    created_at: value['created_at'] ?? inside['timestamp'],
    content: blocks.length > 0 ? blocks.map(asBlock) : inside['content'],
    attachments: asList(inside['attachments']).map((attachment) => {
      const { name, content } = asObject(attachment)
      return { file_name: name, extracted_content: content }
    }),
  }
}

function asBlock(value: unknown): unknown {
  const block = asObject(value)
  switch (block['type']) {
    case 'thinking':
      return { type: 'thinking', thinking: block['text'] }
    case 'tool_call': {
      const call = asObject(block['toolCall'])
      return { type: 'tool_use', id: call['id'], name: call['name'], input: call['input'] }
    }
    case 'user_interjection':
      return { type: 'text', text: asFilledText(block['message']) ?? asObject(block['message'])['content'] }
    default:
      return value
  }
}
