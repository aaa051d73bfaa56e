import { chatbotUiFormat } from './chatbot-ui/chatbot-ui-format.ts'
import { chatGptFormat } from './chatgpt/chatgpt-format.ts'
import { claudeFormat } from './claude/claude-format.ts'
import type { DataFormat, DocumentFormat } from './format.ts'
import { openWebUiFormat, qwenFormat, zaiFormat } from './open-webui/open-webui-format.ts'
import { janFormat } from './jan/jan-format.ts'
import { libreChatFormat } from './librechat/librechat-format.ts'
import { llamaCppFormat, llamaCppLinesFormat } from './llama-cpp/llama-cpp-format.ts'
import { lmStudioFormat } from './lm-studio/lm-studio-format.ts'
import { openAiJsonlFormat } from './openai-jsonl/openai-jsonl-format.ts'
import { shareGptFormat } from './sharegpt/sharegpt-format.ts'
import { sillyTavernFormat } from './sillytavern/sillytavern-format.ts'

/** In the order in which they are asked: the least telling shape last. */
export const DATA_FORMATS: readonly DataFormat[] = [
  chatGptFormat,
  claudeFormat,
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

/** In the order in which they are asked. */
export const DOCUMENT_FORMATS: readonly DocumentFormat[] = []
