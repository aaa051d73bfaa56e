import { isObject } from '../domain/json.ts'

/** How many messages are looked at: the first may be damaged. */
const MESSAGES_TRIED = 20

/** True for a list with one of its first messages in the shape `{role, content}`, or a call to tools without content. */
export const isChatList = (value: unknown): value is readonly unknown[] =>
  someMessage(value, (one) => typeof one['role'] === 'string' && ('content' in one || 'tool_calls' in one))

/** True for a list one of whose first messages passes. */
export const someMessage = (value: unknown, passes: (message: Record<string, unknown>) => boolean): boolean =>
  Array.isArray(value) && value.slice(0, MESSAGES_TRIED).some((one: unknown) => isObject(one) && passes(one))
