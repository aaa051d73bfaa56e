import { readListed } from '../chat-list.ts'
import { readChatMessage } from '../chat-message.ts'
import type { ConversationParser } from '../draft.ts'
import { asFilledText, asTime } from '../raw-values.ts'
import { SourceKeys } from '../source-keys.ts'

/**
 * A parser for the conversations of one file, `{"messages":[{role, content, tool_calls, …}]}` each. They have no address
 * and seldom an id: each is named by how it begins, see {@link SourceKeys}.
 */
export function openAiJsonlParser(): ConversationParser {
  const keys = new SourceKeys()
  return (value) => {
    const listed = readListed(value, (raw) => raw['messages'], readChatMessage)
    if (!listed.ok) return listed
    const { raw, title, id, list } = listed

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
