import type { Part } from '../../domain/conversation.ts'
import { isObject } from '../../domain/json.ts'
import { readClaudeContent } from '../claude/claude-content.ts'
import type { InlineAssets } from '../inline-assets.ts'
import { asFilledText, asObject } from '../raw-values.ts'

/** Texts that Claude Code itself puts where the person's words stand. */
const MADE_BY_PROGRAM =
  /^\s*<(?:local-command-(?:stdout|stderr|caveat)|command-(?:name|message|contents)|bash-(?:stdout|stderr)|system-reminder|task-notification)>/
/** A slash command with words of the person behind it. */
const WITH_WORDS = /<command-args>\s*[^\s<]/

/** True where a text is none of the person's own. */
export const isMadeByProgram = (text: string): boolean => MADE_BY_PROGRAM.test(text) && !WITH_WORDS.test(text)

/** Parts of `message.content`: a text, or blocks as Claude's interface has them, in which pictures lie as base64. */
export function readCodeContent(content: unknown, assets: InlineAssets): Part[] {
  if (!Array.isArray(content)) return readClaudeContent({ content })
  return content.flatMap((block: unknown) => readPicture(block, assets) ?? readClaudeContent({ content: [block] }))
}

function readPicture(block: unknown, assets: InlineAssets): Part[] | undefined {
  if (!isObject(block) || (block['type'] !== 'image' && block['type'] !== 'document')) return undefined
  const source = asObject(block['source'])
  const data = asFilledText(source['data'])
  const pointer = data === undefined || source['type'] !== 'base64' ? undefined : assets.addBase64(data)
  if (pointer === undefined) return undefined
  const mimeType = asFilledText(source['media_type'])
  const more = mimeType === undefined ? {} : { mimeType }
  if (block['type'] === 'image') return [{ type: 'image', pointer, ...more }]
  return [{ type: 'file', pointer, name: asFilledText(block['title']) ?? 'document', ...more }]
}
