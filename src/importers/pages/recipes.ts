import type { Provider } from '../../domain/conversation.ts'

/** Where the words of each side stand, as CSS selectors. */
export interface Turns {
  readonly user: string
  readonly assistant: string
}

/** How the rendered pages of one service are read. */
export interface Recipe {
  /** The first that finds an answer counts: pages change, and older ones stay saved. */
  readonly turns: readonly Turns[]
  /** Inside of a turn, what was said; all of it where nothing is found. The first that finds something counts. */
  readonly said?: readonly string[]
  /** Inside of a turn, what the model thought. */
  readonly thinking?: string
  /** Inside of a turn, what belongs to the page. */
  readonly around?: string
  /** An attribute with the service's own id of a message, as the tree names it. */
  readonly id?: string
  /** An attribute with the model. */
  readonly model?: string
  /** Where the title stands, for pages whose `title` is always the same. */
  readonly title?: string
}

const byAttributes = (role: string, names: readonly string[]): string =>
  ['data-message-author-role', 'data-message-role', 'data-role', 'data-author', 'data-sender', 'data-turn']
    .map((name) => `[${name}="${role}"]`)
    .concat(names)
    .join(', ')

/** Names that pages of all kinds give to the two sides. */
const GENERIC: Turns = {
  user: byAttributes('user', ['[data-testid="user-message"]', '.user-message', '.chat-user']),
  assistant: byAttributes('assistant', [
    '[data-testid="assistant-message"]',
    '.assistant-message',
    '.chat-assistant',
    '.ai-message',
    '.bot-message',
  ]),
}

const RECIPES: Readonly<Partial<Record<Provider, Recipe>>> = {
  chatgpt: {
    turns: [{ user: '[data-message-author-role="user"]', assistant: '[data-message-author-role="assistant"]' }],
    said: ['.markdown', '.whitespace-pre-wrap'],
    id: 'dataMessageId',
    model: 'dataMessageModelSlug',
  },
  claude: {
    turns: [
      {
        user: '[data-testid="user-message"], .font-user-message',
        assistant: '.font-claude-response, .font-claude-message, [data-testid="assistant-message"]',
      },
    ],
    said: ['.standard-markdown, .progressive-markdown'],
  },
  gemini: {
    turns: [{ user: 'user-query', assistant: 'model-response, response-container' }],
    said: ['.query-text', 'message-content .markdown', 'message-content'],
    thinking: 'model-thoughts',
    title: '.conversation-title, .share-title-section h1, h1 strong',
  },
  grok: {
    turns: [
      { user: '[data-testid="user-message"]', assistant: '[data-testid="assistant-message"]' },
      { user: '.items-end .message-bubble', assistant: '.items-start .message-bubble' },
    ],
    said: ['.response-content-markdown'],
    thinking: '.thinking-container',
  },
  deepseek: {
    turns: [
      { user: '.ds-message:not(:has(.ds-markdown))', assistant: '.ds-message:has(.ds-markdown)' },
      { user: '.ds-collapsible-text', assistant: '.ds-assistant-message-main-content' },
    ],
    said: ['.ds-assistant-message-main-content', '.ds-collapsible-text', '.ds-markdown', '.fbb737a4'],
    thinking: '.ds-think-content',
    around: '.md-code-block-banner-wrap, .md-code-block-banner, .md-code-block-footer',
  },
  perplexity: {
    turns: [
      { user: '[class~="group/query"]', assistant: '[id^="markdown-content-"]' },
      { user: 'main span.select-text', assistant: 'main .prose' },
    ],
    said: ['.select-text', '.prose'],
    around: '.citation',
  },
  kimi: {
    turns: [
      { user: '.segment-user', assistant: '.segment-assistant' },
      { user: '.chat-content-item-user', assistant: '.chat-content-item-assistant' },
    ],
    said: ['.user-content', '.markdown'],
    thinking: '.think-stage, .thinking-container, .toolcall-container',
    around: '.segment-avatar, .segment-assistant-actions, .segment-user-actions, .table-actions, .segment-code-header',
  },
  zai: {
    turns: [{ user: '.chat-user', assistant: '.chat-assistant' }],
    said: ['.user-message', '.markdown-prose'],
    thinking: '.thinking-chain-container, .thinking-block',
  },
  qwen: {
    turns: [{ user: '.qwen-chat-message-user', assistant: '.qwen-chat-message-assistant' }],
    said: [
      '.user-message-content, .chat-user-message',
      '.response-message-content .qwen-markdown',
      '.response-message-content',
    ],
    thinking: '.qwen-chat-thinking-tool-status-card-wraper, .qwen-chat-thinking-container',
  },
  copilot: {
    turns: [
      { user: '[class~="group/user-message"]', assistant: '[class~="group/ai-message"]' },
      { user: '[data-content="user-message"]', assistant: '[data-content="ai-message"]' },
    ],
    said: ['[data-content="user-message"]', '[class~="group/ai-message-item"]'],
    title: '[role="option"][aria-selected="true"] p',
  },
  mistral: {
    turns: [{ user: '[data-message-author-role="user"]', assistant: '[data-message-author-role="assistant"]' }],
    said: ['[data-message-part-type="answer"]', '.select-text'],
    thinking: '[data-message-part-type="reasoning"]',
    id: 'dataMessageId',
  },
}

/** Names that pages of all kinds give to what a model thought. */
const THINKING =
  'details[type="reasoning"], .thinking-content, .thinking-block, .reasoning-content, [data-testid*="thinking"]'

/** How the pages of a service are read; those of services nobody looked at, by the names that many use. */
export function recipeOf(provider: Provider): Recipe {
  const recipe = RECIPES[provider]
  return {
    ...recipe,
    turns: [...(recipe?.turns ?? []), GENERIC],
    thinking: recipe?.thinking === undefined ? THINKING : `${recipe.thinking}, ${THINKING}`,
  }
}
