import { readChatList } from '../chat-list.ts'
import { readChatMessage } from '../chat-message.ts'
import { notAConversation } from '../damage.ts'
import type { ConversationParser } from '../draft.ts'
import { asFilledText, asObject, asTime } from '../raw-values.ts'
import { SourceKeys } from '../source-keys.ts'

/**
 * A parser for the conversations of one file, `{"messages":[{role, content, tool_calls, …}]}` each. They have no address
 * and seldom an id: each is named by how it begins, see {@link SourceKeys}.
 */
export function openAiJsonlParser(): ConversationParser {
  const keys = new SourceKeys()
  return (value) => {
    const noObject = notAConversation(value)
    if (noObject) return noObject
    const raw = asObject(value)
    const title = (asFilledText(raw['title']) ?? asFilledText(raw['name']))?.trim()
    const id = asFilledText(raw['id']) ?? asFilledText(raw['conversation_id'])
    const list = readChatList(raw['messages'], readChatMessage)
    if (!list.ok) return { ok: false, title, id, reason: list.reason }

    const createdAt = asTime(raw['created_at'] ?? raw['createdAt'] ?? raw['create_time'])
    const updatedAt = asTime(raw['updated_at'] ?? raw['updatedAt'] ?? raw['update_time'])
    const model = asFilledText(raw['model'])
    return {
      ok: true,
      draft: {
        provider: 'other',
        sourceKey: `openai ${keys.of(list.messages, id)}`,
        ...(title !== undefined && { title }),
        ...(createdAt !== undefined && { createdAt }),
        ...(updatedAt !== undefined && { updatedAt }),
        ...(model !== undefined && { model }),
        metadata: {},
        nodes: list.nodes,
        assets: list.assets,
      },
      ...(list.problem !== undefined && { problem: list.problem }),
    }
  }
}
