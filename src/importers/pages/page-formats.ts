import type { Provider } from '../../domain/conversation.ts'
import type { DocumentFormat } from '../format.ts'
import { sourceOf } from './page-source.ts'
import { isPage } from '../html/is-page.ts'

/** What a conversation looks like on the pages of one service. */
interface PageMark {
  readonly name: string
  readonly provider: Provider
  /** Names in the page that nobody else uses. */
  readonly mark: RegExp
}

/** Elements that say whose words they hold, in the ways that several services do. */
const ROLE_NAMES = /\bdata-message-author-role=|\bdata-(?:message-)?role=["']?(?:user|assistant)\b/

const PAGES: readonly PageMark[] = [
  { name: 'mistral-page', provider: 'mistral', mark: /\bdata-message-part-type=/ },
  { name: 'claude-page', provider: 'claude', mark: /\bfont-claude-(?:response|message)\b/ },
  { name: 'gemini-page', provider: 'gemini', mark: /<user-query\b|<model-response\b/ },
  { name: 'grok-page', provider: 'grok', mark: /\bresponse-content-markdown\b/ },
  { name: 'deepseek-page', provider: 'deepseek', mark: /\bds-message\b|\bds-assistant-message-main-content\b/ },
  { name: 'perplexity-page', provider: 'perplexity', mark: /\bid=["']?markdown-content-\d|\bgroup\/query\b/ },
  { name: 'kimi-page', provider: 'kimi', mark: /\bsegment-assistant\b/ },
  { name: 'qwen-page', provider: 'qwen', mark: /\bqwen-chat-message\b/ },
  {
    name: 'copilot-page',
    provider: 'copilot',
    mark: /\bgroup\/(?:user|ai)-message\b|\bdata-content=["']?(?:user|ai)-message\b/,
  },
  { name: 'zai-page', provider: 'zai', mark: /\bthinking-chain-container\b/ },
  { name: 'chatgpt-page', provider: 'chatgpt', mark: /\bdata-message-author-role=/ },
]

/**
 * Saved pages of conversations, by what a browser had rendered. The address a page gives decides whose it is; a page
 * without one is known by names only one service uses. To be asked after formats that read the data in a page.
 */
export const PAGE_FORMATS: readonly DocumentFormat[] = [
  {
    unit: 'document',
    name: 'poe-next-data',
    provider: 'poe',
    sniff: (start) =>
      isPage(start) &&
      start.includes('__NEXT_DATA__') &&
      (/"chatShare"/.test(start) || sourceOf(start).provider === 'poe'),
    load: async () => (await import('./poe-next-data.ts')).readPoePage,
  },
  ...PAGES.map(({ name, provider, mark }): DocumentFormat => ({
    unit: 'document',
    name,
    provider,
    sniff: (start) => {
      if (!isPage(start)) return false
      const source = sourceOf(start)
      if (source.provider === undefined) return mark.test(start)
      return source.provider === provider && (source.place !== undefined || mark.test(start) || ROLE_NAMES.test(start))
    },
    load: async () => (await import('./read-page.ts')).pageReader(provider),
  })),
]
