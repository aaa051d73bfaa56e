import type { Provider } from '../../domain/conversation.ts'

/** Where a conversation was had, or shared. */
export interface Place {
  /** Always the same for the same conversation, whatever stood behind it. */
  readonly url: string
  readonly provider: Provider
}

interface Site {
  readonly provider: Provider
  readonly hosts: readonly string[]
  /** Paths of conversations, `$1` of which is the id, and how the address is written. */
  readonly paths: readonly (readonly [RegExp, string])[]
}

const ID = String.raw`([\w.~-]{4,160})\/?$`
const path = (start: string): RegExp => new RegExp(`^${start}${ID}`)

const SITES: readonly Site[] = [
  {
    provider: 'chatgpt',
    hosts: ['chatgpt.com', 'chat.openai.com'],
    paths: [
      [path(String.raw`(?:\/g\/[\w-]{1,100})?\/c\/`), 'https://chatgpt.com/c/'],
      [path(String.raw`\/share\/(?:e\/)?`), 'https://chatgpt.com/share/'],
      [path(String.raw`\/s\/`), 'https://chatgpt.com/s/'],
    ],
  },
  {
    provider: 'claude',
    hosts: ['claude.ai'],
    paths: [
      [path(String.raw`\/chat\/`), 'https://claude.ai/chat/'],
      [path(String.raw`\/share\/`), 'https://claude.ai/share/'],
    ],
  },
  {
    provider: 'gemini',
    hosts: ['gemini.google.com', 'bard.google.com'],
    paths: [
      [path(String.raw`(?:\/u\/\d)?\/(?:app|gem\/[\w-]{1,60})\/`), 'https://gemini.google.com/app/'],
      [path(String.raw`\/share\/`), 'https://gemini.google.com/share/'],
    ],
  },
  {
    provider: 'gemini',
    hosts: ['g.co'],
    paths: [[path(String.raw`\/gemini\/share\/`), 'https://gemini.google.com/share/']],
  },
  {
    provider: 'grok',
    hosts: ['grok.com'],
    paths: [
      [path(String.raw`\/(?:chat|c)\/`), 'https://grok.com/chat/'],
      [path(String.raw`\/share\/`), 'https://grok.com/share/'],
    ],
  },
  {
    provider: 'deepseek',
    hosts: ['chat.deepseek.com'],
    paths: [
      [path(String.raw`\/a\/chat\/s\/`), 'https://chat.deepseek.com/a/chat/s/'],
      [path(String.raw`\/share\/`), 'https://chat.deepseek.com/share/'],
    ],
  },
  {
    provider: 'perplexity',
    hosts: ['perplexity.ai'],
    paths: [[path(String.raw`\/(?:search|page)\/`), 'https://www.perplexity.ai/search/']],
  },
  {
    provider: 'kimi',
    hosts: ['kimi.com', 'kimi.ai', 'kimi.moonshot.cn'],
    paths: [
      [path(String.raw`\/chat\/`), 'https://www.kimi.com/chat/'],
      [path(String.raw`\/share\/`), 'https://www.kimi.com/share/'],
    ],
  },
  {
    provider: 'zai',
    hosts: ['chat.z.ai'],
    paths: [
      [path(String.raw`\/c\/`), 'https://chat.z.ai/c/'],
      [path(String.raw`\/s\/`), 'https://chat.z.ai/s/'],
    ],
  },
  {
    provider: 'qwen',
    hosts: ['chat.qwen.ai', 'chat.qwenlm.ai'],
    paths: [
      [path(String.raw`\/c\/`), 'https://chat.qwen.ai/c/'],
      [path(String.raw`\/s\/`), 'https://chat.qwen.ai/s/'],
    ],
  },
  {
    provider: 'copilot',
    hosts: ['copilot.microsoft.com'],
    paths: [
      [path(String.raw`\/chats\/`), 'https://copilot.microsoft.com/chats/'],
      [path(String.raw`\/shares\/`), 'https://copilot.microsoft.com/shares/'],
    ],
  },
  {
    provider: 'mistral',
    hosts: ['chat.mistral.ai'],
    paths: [[path(String.raw`\/chat\/`), 'https://chat.mistral.ai/chat/']],
  },
  { provider: 'poe', hosts: ['poe.com'], paths: [[path(String.raw`\/s\/`), 'https://poe.com/s/']] },
]

/** The service a page is of; undefined for all others. */
export const providerOfUrl = (url: string): Provider | undefined => siteOf(url)?.site.provider

/** The place of a conversation by its address; undefined where the address is of no conversation. */
export function placeOf(url: string): Place | undefined {
  const found = siteOf(url)
  for (const [pattern, start] of found?.site.paths ?? []) {
    const id = pattern.exec(found!.path)?.[1]
    // `/chat/new` and `/c/new` are where one begins.
    if (id !== undefined && id !== 'new') return { url: start + id, provider: found!.site.provider }
  }
  return undefined
}

function siteOf(url: string): { readonly site: Site; readonly path: string } | undefined {
  const found = /^https?:\/\/(?:www\.)?([\w.-]{3,100})(?::443)?(\/[^?#\s]{0,600})?(?:[?#]|$)/i.exec(url.slice(0, 2000))
  const site = found && SITES.find(({ hosts }) => hosts.includes(found[1]!.toLowerCase()))
  return site ? { site, path: found[2] ?? '/' } : undefined
}
