import { chatGptFormat, chatGptNextPage, chatGptStreamPage } from './chatgpt/chatgpt-format.ts'
import { claudeDesignFormat, claudeFormat, claudeMemoriesFormat, claudeProjectFormat } from './claude/claude-format.ts'
import type { DataFormat, DocumentFormat } from './format.ts'
import { linkFormat } from './link/link-format.ts'

/** In the order in which they are asked. */
export const DATA_FORMATS: readonly DataFormat[] = [
  chatGptFormat,
  claudeFormat,
  claudeDesignFormat,
  claudeProjectFormat,
  claudeMemoriesFormat,
]

/** In the order in which they are asked. */
export const DOCUMENT_FORMATS: readonly DocumentFormat[] = [linkFormat, chatGptStreamPage, chatGptNextPage]
