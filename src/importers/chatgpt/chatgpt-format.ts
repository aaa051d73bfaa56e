import { isObject } from '../../domain/json.ts'
import type { DocumentFormat, ElementFormat } from '../format.ts'
import { sourceOf } from '../pages/page-source.ts'
import { conversationInStream } from './conversation-in-stream.ts'
import { streamInPage } from './stream-in-page.ts'
import { TurboStream } from './turbo-stream.ts'

/** DeepSeek has the same tree as ChatGPT, with `fragments` in place of `content`. */
const hasFragments = (mapping: Record<string, unknown>): boolean =>
  Object.values(mapping).some((node) => isObject(node) && isObject(node['message']) && 'fragments' in node['message'])

/** Entries of the web API's list of conversations, which names them without their messages. */
const isListed = (value: Record<string, unknown>): boolean =>
  value['mapping'] === null && 'title' in value && 'create_time' in value

const ID_NAMES = ['conversation_id', 'backing_conversation_id', 'id']

/** Account exports of every year, the web API, and what shared pages hold. */
export const chatGptFormat: ElementFormat = {
  unit: 'element',
  name: 'chatgpt',
  provider: 'chatgpt',
  sniff: (value) => {
    if (!isObject(value)) return false
    if (isObject(value['mapping'])) return !hasFragments(value['mapping'])
    return Array.isArray(value['linear_conversation']) || isListed(value)
  },
  sniffCut: (text) => /"mapping"\s*:\s*\{/.test(text) && !/"fragments"\s*:/.test(text),
  titleName: 'title',
  load: async () => (await import('./chatgpt.ts')).parseChatGpt,
}

/**
 * A page that began with a shared conversation keeps its data when one goes on to another. True unless the address of
 * the page is that of a conversation, and not of this one.
 */
function isShown(found: Record<string, unknown> | undefined, page: string): boolean {
  const id = /^https:\/\/chatgpt\.com\/c\/(.+)$/.exec(sourceOf(page).place?.url ?? '')?.[1]
  return found !== undefined && (id === undefined || ID_NAMES.some((name) => found[name] === id))
}

/** Shared pages of today. Other pages of the same service have such a stream too, without a conversation in it. */
export const chatGptStreamPage: DocumentFormat = {
  unit: 'document',
  name: 'chatgpt-share-turbostream',
  provider: 'chatgpt',
  sniff: (start) => {
    // Joined first: a name may lie across two pieces.
    const stream = streamInPage(start)
    if (!/"(?:mapping|linear_conversation|messages)"/.test(stream)) return false
    // What was shown can be read too, so of such a page the data has to be there for certain.
    if (start.includes('data-message-author-role')) return isShown(conversationInStream(new TurboStream(stream)), start)
    return /"(?:mapping|linear_conversation|author|role)"/.test(stream)
  },
  load: async () => (await import('./chatgpt-share.ts')).readStreamPage,
}

/** Shared pages of 2023 to 2024; Poe's have the same script with other data. */
export const chatGptNextPage: DocumentFormat = {
  unit: 'document',
  name: 'chatgpt-share-next',
  provider: 'chatgpt',
  sniff: (start) =>
    start.includes('__NEXT_DATA__') && /"(?:mapping"\s*:\s*\{|linear_conversation"\s*:\s*\[)/.test(start),
  load: async () => (await import('./chatgpt-share.ts')).readNextPage,
}
