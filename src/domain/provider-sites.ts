import type { Provider } from './conversation.ts'

/** A service in the web where chats are had. */
export interface ProviderSite {
  readonly provider: Provider
  /** As people call it. */
  readonly name: string
  /** Without `www.`. */
  readonly hosts: readonly string[]
  /** Paths of conversations, `$1` of which is the id, and how the address is written. */
  readonly paths: readonly (readonly [RegExp, string])[]
}

/** Where a conversation was had, or shared. */
export interface Place {
  /** Always the same for the same conversation, whatever stood behind it; importers of exports write the same. */
  readonly url: string
  readonly provider: Provider
}

const ID = String.raw`([\w.~-]{4,160})\/?$`
const path = (start: string): RegExp => new RegExp(`^${start}${ID}`)

const SITES: readonly ProviderSite[] = [
  {
    provider: 'chatgpt',
    name: 'ChatGPT',
    hosts: ['chatgpt.com', 'chat.openai.com'],
    paths: [
      [path(String.raw`(?:\/g\/[\w-]{1,100})?\/c\/`), 'https://chatgpt.com/c/'],
      [path(String.raw`\/share\/(?:e\/)?`), 'https://chatgpt.com/share/'],
      [path(String.raw`\/s\/`), 'https://chatgpt.com/s/'],
    ],
  },
  {
    provider: 'claude',
    name: 'Claude',
    hosts: ['claude.ai'],
    paths: [
      [path(String.raw`\/chat\/`), 'https://claude.ai/chat/'],
      [path(String.raw`\/share\/`), 'https://claude.ai/share/'],
    ],
  },
  {
    provider: 'gemini',
    name: 'Gemini',
    hosts: ['gemini.google.com', 'bard.google.com'],
    paths: [
      [path(String.raw`(?:\/u\/\d)?\/(?:app|gem\/[\w-]{1,60})\/`), 'https://gemini.google.com/app/'],
      [path(String.raw`\/share\/`), 'https://gemini.google.com/share/'],
    ],
  },
  {
    provider: 'gemini',
    name: 'Gemini',
    hosts: ['g.co'],
    paths: [[path(String.raw`\/gemini\/share\/`), 'https://gemini.google.com/share/']],
  },
  {
    provider: 'grok',
    name: 'Grok',
    hosts: ['grok.com'],
    paths: [
      [path(String.raw`\/(?:chat|c)\/`), 'https://grok.com/c/'],
      [path(String.raw`\/share\/`), 'https://grok.com/share/'],
    ],
  },
  {
    provider: 'deepseek',
    name: 'DeepSeek',
    hosts: ['chat.deepseek.com'],
    paths: [
      [path(String.raw`\/a\/chat\/s\/`), 'https://chat.deepseek.com/a/chat/s/'],
      [path(String.raw`\/share\/`), 'https://chat.deepseek.com/share/'],
    ],
  },
  {
    provider: 'perplexity',
    name: 'Perplexity',
    hosts: ['perplexity.ai'],
    paths: [[path(String.raw`\/(?:search|page)\/`), 'https://www.perplexity.ai/search/']],
  },
  {
    provider: 'kimi',
    name: 'Kimi',
    hosts: ['kimi.com', 'kimi.ai', 'kimi.moonshot.cn'],
    paths: [
      [path(String.raw`\/chat\/`), 'https://www.kimi.com/chat/'],
      [path(String.raw`\/share\/`), 'https://www.kimi.com/share/'],
    ],
  },
  {
    provider: 'zai',
    name: 'Z.ai',
    hosts: ['chat.z.ai'],
    paths: [
      [path(String.raw`\/c\/`), 'https://chat.z.ai/c/'],
      [path(String.raw`\/s\/`), 'https://chat.z.ai/s/'],
    ],
  },
  {
    provider: 'qwen',
    name: 'Qwen',
    hosts: ['chat.qwen.ai', 'chat.qwenlm.ai'],
    paths: [
      [path(String.raw`\/c\/`), 'https://chat.qwen.ai/c/'],
      [path(String.raw`\/s\/`), 'https://chat.qwen.ai/s/'],
    ],
  },
  {
    provider: 'copilot',
    name: 'Copilot',
    hosts: ['copilot.microsoft.com'],
    paths: [
      [path(String.raw`\/chats\/`), 'https://copilot.microsoft.com/chats/'],
      [path(String.raw`\/shares\/`), 'https://copilot.microsoft.com/shares/'],
    ],
  },
  {
    provider: 'mistral',
    name: 'Mistral',
    hosts: ['chat.mistral.ai'],
    paths: [[path(String.raw`\/chat\/`), 'https://chat.mistral.ai/chat/']],
  },
  { provider: 'poe', name: 'Poe', hosts: ['poe.com'], paths: [[path(String.raw`\/s\/`), 'https://poe.com/s/']] },
]

/** The service that has chats at a host; undefined for all other hosts. */
export const siteOfHost = (host: string): ProviderSite | undefined => {
  const bare = host.toLowerCase().replace(/^www\./, '')
  return SITES.find(({ hosts }) => hosts.includes(bare))
}

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

function siteOf(url: string): { readonly site: ProviderSite; readonly path: string } | undefined {
  const found = /^https?:\/\/([\w.-]{3,100})(?::443)?(\/[^?#\s]{0,600})?(?:[?#]|$)/i.exec(url.slice(0, 2000))
  const site = found && siteOfHost(found[1]!)
  return site ? { site, path: found[2] ?? '/' } : undefined
}
