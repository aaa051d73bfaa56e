import type { Provider } from '../domain/conversation.ts'
import { isObject } from '../domain/json.ts'
import type { ConversationParser } from './draft.ts'

/** A format VIVIM reads: told by the shape of one element, parsed by code that is loaded when it is needed. */
export interface ExportFormat {
  readonly name: string
  readonly provider: Provider
  /** True where a parsed element can only be a conversation of this format. Cheap. */
  readonly sniff: (value: unknown) => boolean
  /** The same for the text of an element that was cut off. */
  readonly sniffCut: (text: string) => boolean
  /** Names of the member that holds the title, in the text of an element that was cut off. */
  readonly titleName: string
  readonly load: () => Promise<ConversationParser>
}

/** DeepSeek has the same tree as ChatGPT, with `fragments` in place of `content`. */
const hasFragments = (mapping: Record<string, unknown>): boolean =>
  Object.values(mapping).some((node) => isObject(node) && isObject(node['message']) && 'fragments' in node['message'])

export const EXPORT_FORMATS: readonly ExportFormat[] = [
  {
    name: 'chatgpt',
    provider: 'chatgpt',
    sniff: (value) => isObject(value) && isObject(value['mapping']) && !hasFragments(value['mapping']),
    sniffCut: (text) => /"mapping"\s*:\s*\{/.test(text) && !/"fragments"\s*:/.test(text),
    titleName: 'title',
    load: async () => (await import('./chatgpt/chatgpt.ts')).parseChatGpt,
  },
  {
    name: 'claude',
    provider: 'claude',
    sniff: (value) => isObject(value) && Array.isArray(value['chat_messages']),
    sniffCut: (text) => /"chat_messages"\s*:\s*\[/.test(text),
    titleName: 'name',
    load: async () => (await import('./claude/claude.ts')).parseClaude,
  },
]
