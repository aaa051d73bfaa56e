import type { Role } from '../domain/conversation.ts'

const ROLES: Readonly<Record<string, Role>> = {
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
  chatgpt: 'assistant',
  bing: 'assistant',
  bard: 'assistant',
  model: 'assistant',
  bot: 'assistant',
  ai: 'assistant',
  function_call: 'assistant',
  tool: 'tool',
  function: 'tool',
  observation: 'tool',
  tool_response: 'tool',
  function_response: 'tool',
}

/** The role that a chat application or a data set means by a name; system for names nobody knows, as for no name. */
export function roleNamed(stated: string | undefined): Role {
  const name = stated?.toLowerCase()
  return name !== undefined && Object.hasOwn(ROLES, name) ? ROLES[name]! : 'system'
}
