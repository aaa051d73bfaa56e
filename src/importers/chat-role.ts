import type { Role } from '../domain/conversation.ts'

/** Names that say the role only. */
const ROLES: Readonly<Record<string, Role>> = {
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
  model: 'assistant',
  bot: 'assistant',
  ai: 'assistant',
  function_call: 'assistant',
  system: 'system',
  tool: 'tool',
  function: 'tool',
  observation: 'tool',
  tool_response: 'tool',
  function_response: 'tool',
}
/** Names of services that stand for the role in data sets. */
const SERVICES = new Set(['chatgpt', 'bing', 'bard', 'claude'])

/** The role that a chat application or a data set means by a name; system for names nobody knows, as for no name. */
export function roleNamed(stated: string | undefined): Role {
  const name = stated?.toLowerCase() ?? ''
  if (SERVICES.has(name)) return 'assistant'
  return Object.hasOwn(ROLES, name) ? ROLES[name]! : 'system'
}

/** The name where it says more than the role, to be shown beside it. */
export const authorNamed = (stated: string | undefined): string | undefined =>
  stated === undefined || Object.hasOwn(ROLES, stated.toLowerCase()) ? undefined : stated
