import { levelOf, type AcuType } from '../domain/acu.ts'
import { canonicalContent } from '../domain/acu-id.ts'
import { utf8 } from '../domain/bytes.ts'
import { sha3Hex } from '../domain/hash.ts'
import type { WriteCard } from '../domain/ports/knowledge.ts'
import { categoryOf, typesOf } from './classify/classify.ts'
import { codeLanguage, proseLanguage } from './classify/language.ts'
import { lexBlocks } from './decompose/blocks.ts'
import type { Piece } from './decompose/decompose.ts'
import { findPrivate } from './protect/protect.ts'
import { score } from './score/score.ts'

const CODE: readonly AcuType[] = ['code_snippet', 'command', 'error']

/**
 * The card of a text that a person wrote, judged and checked by the same rules as derived ones; it is shown whatever its
 * quality. A text that is one block of fenced code gives what stands between the fences, as derived code does, unless it is
 * to have a type of prose. Pure; the same text gives the same id everywhere.
 */
export const writeCard: WriteCard = (text, { type, language, context }, createdAt) => {
  const blocks = lexBlocks(text)
  const [only] = blocks.length === 1 ? blocks : []
  const isFence = only?.kind === 'code' && only.body !== undefined && (type === undefined || CODE.includes(type))
  const content = canonicalContent(isFence ? text.slice(only.body.start, only.body.end) : text)
  const kind = solid(only?.kind) ?? 'passage'
  const piece: Piece = {
    kind: kind === 'code' && !isFence ? 'passage' : kind,
    start: 0,
    end: content.length,
    passage: 0,
    ...(context !== undefined && { context }),
    ...(only?.language !== undefined && { language: only.language }),
  }
  const given = type ?? typesOf([piece], [content], 'assistant', -1)[0]!
  const spoken = CODE.includes(given)
    ? (language ?? codeLanguage(content, only?.language))
    : (proseLanguage(content) ?? language)
  const findings = findPrivate(content)
  return {
    id: sha3Hex(utf8(content)),
    content,
    type: given,
    category: categoryOf(given, content, 'assistant'),
    ...(spoken !== undefined && { language: spoken }),
    ...(context !== undefined && { context }),
    quality: score(content, given, context !== undefined, 1),
    securityLevel: levelOf(findings),
    findings,
    state: 'ACTIVE',
    createdAt,
  }
}

function solid(kind: string | undefined): 'code' | 'table' | 'formula' | 'quote' | 'image' | undefined {
  return (['code', 'table', 'formula', 'quote', 'image'] as const).find((one) => one === kind)
}
