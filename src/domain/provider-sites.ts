import type { Provider } from './conversation.ts'

/** A service in the web where chats are had. */
export interface ProviderSite {
  readonly provider: Provider
  /** As people call it. */
  readonly name: string
  readonly hosts: readonly string[]
}

const SITES: readonly ProviderSite[] = [
  { provider: 'chatgpt', name: 'ChatGPT', hosts: ['chatgpt.com', 'chat.openai.com'] },
  { provider: 'claude', name: 'Claude', hosts: ['claude.ai', 'claude.com'] },
  { provider: 'gemini', name: 'Gemini', hosts: ['gemini.google.com', 'g.co', 'aistudio.google.com'] },
  { provider: 'grok', name: 'Grok', hosts: ['grok.com', 'x.com'] },
  { provider: 'deepseek', name: 'DeepSeek', hosts: ['chat.deepseek.com'] },
  { provider: 'mistral', name: 'Mistral', hosts: ['chat.mistral.ai'] },
  { provider: 'perplexity', name: 'Perplexity', hosts: ['perplexity.ai', 'www.perplexity.ai'] },
  { provider: 'copilot', name: 'Copilot', hosts: ['copilot.microsoft.com'] },
  { provider: 'qwen', name: 'Qwen', hosts: ['chat.qwen.ai'] },
  {
    provider: 'kimi',
    name: 'Kimi',
    hosts: ['kimi.com', 'www.kimi.com', 'kimi.moonshot.cn', 'www.kimi.moonshot.cn'],
  },
  { provider: 'zai', name: 'Z.ai', hosts: ['chat.z.ai'] },
  { provider: 'poe', name: 'Poe', hosts: ['poe.com'] },
]

/** The service that has chats at a host (lower case, as URLs give it); undefined for all other hosts. */
export const siteOfHost = (host: string): ProviderSite | undefined => SITES.find(({ hosts }) => hosts.includes(host))
