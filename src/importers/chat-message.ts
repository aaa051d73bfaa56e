import type { Part, Role } from '../domain/conversation.ts'
import { isObject } from '../domain/json.ts'
import {
  readChatContent,
  readToolCall,
  readToolCalls,
  splitThinking,
  textOf,
  thinkingParts,
  toolResult,
} from './chat-content.ts'
import { authorNamed, roleNamed } from './chat-role.ts'
import type { Damage } from './damage.ts'
import type { MessageDraft } from './draft.ts'
import type { InlineAssets } from './inline-assets.ts'
import { asFilledText, asJson, asTime } from './raw-values.ts'

/** What is found in a conversation beside its messages. */
export interface Found {
  readonly damage: Damage
  readonly assets: InlineAssets
}

/**
 * Reads a message of OpenAI's chat interface: `{role, content, name, tool_calls, tool_call_id}`, and what applications
 * add to it (reasoning, a time, a model). One without author or content is kept raw and counted as damage.
 */
export function readChatMessage(value: unknown, { damage, assets }: Found): MessageDraft {
  const raw = isObject(value) ? value : {}
  const stated = asFilledText(raw['role'])
  const role = roleNamed(stated)
  const { content } = raw
  const calls = [
    ...(raw['function_call'] ? readToolCall(raw['function_call']) : []),
    ...readToolCalls(raw['tool_calls']),
  ]
  const refusal = asFilledText(raw['refusal'])
  const noContent =
    !(typeof content === 'string' || Array.isArray(content) || isObject(content)) &&
    calls.length === 0 &&
    refusal === undefined
  if (!isObject(value)) damage.add('is not in the list as a message')
  else if (stated === undefined) damage.add(noContent ? 'has neither author nor content' : 'has no author')
  else if (noContent && role !== 'system') damage.add('has no content')

  const author = asFilledText(raw['name']) ?? authorNamed(stated)
  const createdAt = asTime(raw['timestamp'] ?? raw['created_at'] ?? raw['createdAt'] ?? raw['create_time'])
  const model = role === 'user' ? undefined : asFilledText(raw['model'])
  const parts = (): Part[] => [
    ...thinkingParts(raw['reasoning_content'] ?? raw['reasoning'] ?? raw['thinking']),
    ...(role === 'tool' ? readToolMessage(raw, assets) : readSaid(content, role, assets)),
    ...(refusal === undefined ? [] : [{ type: 'text' as const, text: refusal }]),
    ...calls,
  ]
  return {
    role,
    ...(author !== undefined && { author }),
    parts:
      stated === undefined || (noContent && role !== 'system')
        ? [{ type: 'unknown', kind: 'message', raw: asJson(value) }]
        : parts(),
    ...(createdAt !== undefined && { createdAt }),
    hidden: stated === undefined,
    ...(model !== undefined && { model }),
    metadata: {},
  }
}

const readSaid = (content: unknown, role: Role, assets: InlineAssets): Part[] =>
  readChatContent(content, assets).flatMap((part) =>
    part.type === 'text' && role === 'assistant' ? splitThinking(part.text) : part,
  )

function readToolMessage(raw: Record<string, unknown>, assets: InlineAssets): Part[] {
  const text = textOf(raw['content'])
  if (text === undefined) return readChatContent(raw['content'], assets)
  return [toolResult(text, { name: asFilledText(raw['name']), id: asFilledText(raw['tool_call_id']) })]
}
