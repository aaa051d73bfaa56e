import { aiStudioFormat } from './aistudio/aistudio-format.ts'
import { chatbotUiFormat } from './chatbot-ui/chatbot-ui-format.ts'
import { chatGptFormat, chatGptNextPage, chatGptStreamPage } from './chatgpt/chatgpt-format.ts'
import { claudeCodeFormat } from './claude-code/claude-code-format.ts'
import { claudeDesignFormat, claudeFormat, claudeMemoriesFormat, claudeProjectFormat } from './claude/claude-format.ts'
import { codexFormat } from './codex/codex-format.ts'
import { copilotFormat } from './copilot/copilot-format.ts'
import { deepSeekFormat } from './deepseek/deepseek-format.ts'
import type { DataFormat, DocumentFormat } from './format.ts'
import { geminiCliFormat } from './gemini-cli/gemini-cli-format.ts'
import { grokFormat } from './grok/grok-format.ts'
import { janFormat } from './jan/jan-format.ts'
import { libreChatFormat } from './librechat/librechat-format.ts'
import { linkFormat } from './link/link-format.ts'
import { llamaCppFormat, llamaCppLinesFormat } from './llama-cpp/llama-cpp-format.ts'
import { lmStudioFormat } from './lm-studio/lm-studio-format.ts'
import { mistralFormat } from './mistral/mistral-format.ts'
import { openWebUiFormat, qwenFormat, zaiFormat } from './open-webui/open-webui-format.ts'
import { openAiJsonlFormat } from './openai-jsonl/openai-jsonl-format.ts'
import { PAGE_FORMATS } from './pages/page-formats.ts'
import { pastedFormat } from './pasted/pasted-format.ts'
import { perplexityFormat } from './perplexity/perplexity-format.ts'
import { shareGptFormat } from './sharegpt/sharegpt-format.ts'
import { sillyTavernFormat } from './sillytavern/sillytavern-format.ts'
import { takeoutHtmlFormat, takeoutJsonFormat } from './takeout/takeout-format.ts'
import { vivimFormat } from './vivim/vivim-format.ts'

/** In the order in which they are asked: the least telling shape last. */
export const DATA_FORMATS: readonly DataFormat[] = [
  vivimFormat,
  deepSeekFormat,
  chatGptFormat,
  claudeFormat,
  claudeDesignFormat,
  claudeProjectFormat,
  claudeMemoriesFormat,
  takeoutJsonFormat,
  aiStudioFormat,
  grokFormat,
  mistralFormat,
  perplexityFormat,
  claudeCodeFormat,
  codexFormat,
  geminiCliFormat,
  zaiFormat,
  qwenFormat,
  openWebUiFormat,
  libreChatFormat,
  lmStudioFormat,
  janFormat,
  sillyTavernFormat,
  llamaCppFormat,
  llamaCppLinesFormat,
  chatbotUiFormat,
  shareGptFormat,
  openAiJsonlFormat,
]

/** In the order in which they are asked; last the one that takes every text there is. */
export const DOCUMENT_FORMATS: readonly DocumentFormat[] = [
  linkFormat,
  copilotFormat,
  takeoutHtmlFormat,
  chatGptStreamPage,
  chatGptNextPage,
  ...PAGE_FORMATS,
  pastedFormat,
]
