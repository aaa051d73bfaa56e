import type { Part } from '../../domain/conversation.ts'
import { isObject } from '../../domain/json.ts'
import { readArguments, readChatContent, readToolCall, textOf, toolResult } from '../chat-content.ts'
import { readListed } from '../chat-list.ts'
import type { Found } from '../chat-message.ts'
import { authorNamed, roleNamed } from '../chat-role.ts'
import type { ConversationParser, MessageDraft } from '../draft.ts'
import { asFilledText, asJson, asObject } from '../raw-values.ts'
import { SourceKeys } from '../source-keys.ts'

/**
 * A parser for the conversations of one file, `{id, conversations:[{from, value}]}` or `{items:[{from, value}]}` each.
 * Their ids are short and used again by other data sets, so each is named by how it begins, see {@link SourceKeys}.
 */
export function shareGptParser(): ConversationParser {
  const keys = new SourceKeys()
  return (value) => {
    const listed = readListed(value, (raw) => raw['conversations'] ?? raw['items'], readTurn)
    if (!listed.ok) return listed
    const { raw, title, id, list } = listed

    const model = asFilledText(raw['model'])
    const system = asFilledText(raw['system'])
    return {
      ok: true,
      draft: {
        provider: 'other',
        sourceKey: `sharegpt ${keys.of(list.messages, id)}`,
        ...(title !== undefined && { title }),
        ...(model !== undefined && { model }),
        metadata: { ...(system !== undefined && { prompt: system }) },
        nodes: list.nodes,
        assets: list.assets,
      },
      ...(list.problem !== undefined && { problem: list.problem }),
    }
  }
}

function readTurn(value: unknown, { damage, assets }: Found): MessageDraft {
  const raw = asObject(value)
  const stated = asFilledText(raw['from']) ?? asFilledText(raw['role'])
  const role = roleNamed(stated)
  const said = raw['value'] ?? raw['content']
  const noContent = said === null || said === undefined
  const sound = isObject(value) && stated !== undefined && (!noContent || role === 'system')
  if (!isObject(value)) damage.add('is not in the list as a message')
  else if (stated === undefined) damage.add(noContent ? 'has neither author nor content' : 'has no author')
  else if (!sound) damage.add('has no content')

  const parts = (): Part[] => {
    if (stated === 'function_call') return readToolCall(readArguments(said))
    if (role === 'tool') return [toolResult(textOf(said) ?? '', {})]
    return readChatContent(said, assets)
  }
  const author = authorNamed(stated)
  return {
    role,
    ...(author !== undefined && { author }),
    parts: sound ? parts() : [{ type: 'unknown', kind: 'message', raw: asJson(value) }],
    hidden: stated === undefined,
    metadata: {},
  }
}
