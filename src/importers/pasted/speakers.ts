import type { Provider, Role } from '../../domain/conversation.ts'

export interface Speaker {
  readonly role: Role
  /** The service a name stands for. */
  readonly provider?: Provider
}

const USER = /^(?:user|human|you|me|prompt|question|用户|我|你)$/
const ASSISTANT = /^(?:assistant|ai|ai assistant|bot|model|response|answer|agent|助手)$/

/** Names of services and their models, at the start of a speaker's name. */
const SERVICES: readonly (readonly [RegExp, Provider | undefined])[] = [
  [/^(?:chatgpt|gpt|openai)(?![a-z])/, 'chatgpt'],
  [/^claude code(?![a-z])/, 'claudecode'],
  [/^(?:claude|anthropic)(?![a-z])/, 'claude'],
  [/^(?:gemini|bard|google ai studio)(?![a-z])/, 'gemini'],
  [/^grok(?![a-z])/, 'grok'],
  [/^deepseek(?![a-z])/, 'deepseek'],
  [/^(?:mistral|le ?chat)(?![a-z])/, 'mistral'],
  [/^perplexity(?![a-z])/, 'perplexity'],
  [/^(?:microsoft |github )?copilot(?![a-z])/, 'copilot'],
  [/^(?:bing|bing chat)$/, 'copilot'],
  [/^qwen(?![a-z])/, 'qwen'],
  [/^kimi(?![a-z])/, 'kimi'],
  [/^(?:z\.ai|zai|glm|chatglm)(?![a-z])/, 'zai'],
  [/^codex(?![a-z])/, 'codex'],
  [/^(?:cursor|llama|cascade|poe)(?![a-z])/, undefined],
]

/** Who speaks under a name; undefined where it is no name anybody has in a chat with a model. */
export function speakerNamed(name: string): Speaker | undefined {
  const plain = name
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
  if (USER.test(plain)) return { role: 'user' }
  if (ASSISTANT.test(plain)) return { role: 'assistant' }
  if (plain === 'system') return { role: 'system' }
  const service = SERVICES.find(([pattern]) => pattern.test(plain))
  return service && { role: 'assistant', ...(service[1] !== undefined && { provider: service[1] }) }
}
