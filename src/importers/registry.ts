import { chatGptFormat } from './chatgpt/chatgpt-format.ts'
import { claudeCodeFormat } from './claude-code/claude-code-format.ts'
import { claudeFormat } from './claude/claude-format.ts'
import { codexFormat } from './codex/codex-format.ts'
import type { DataFormat, DocumentFormat } from './format.ts'
import { geminiCliFormat } from './gemini-cli/gemini-cli-format.ts'
import { PAGE_FORMATS } from './pages/page-formats.ts'
import { pastedFormat } from './pasted/pasted-format.ts'

/** In the order in which they are asked. */
export const DATA_FORMATS: readonly DataFormat[] = [
  chatGptFormat,
  claudeFormat,
  claudeCodeFormat,
  codexFormat,
  geminiCliFormat,
]

/** In the order in which they are asked; last the one that takes every text there is. */
export const DOCUMENT_FORMATS: readonly DocumentFormat[] = [...PAGE_FORMATS, pastedFormat]
