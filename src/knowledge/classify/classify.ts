import type { AcuCategory, AcuType } from '../../domain/acu.ts'
import type { Piece } from '../decompose/decompose.ts'
import { quickSentences } from '../decompose/sentences.ts'
import { isErrorText, isQuestion, isStep, sentenceType, type SentenceType } from './sentence.ts'

const SHELL = /^(?:bash|sh|shell|zsh|console|terminal|powershell|ps1?|cmd|bat|fish)$/
const COMMAND_LINE =
  /^\s*(?:[$>%#] )?(?:sudo |npm |npx |yarn |pnpm |pip3? |python3? |node |git |docker(?:-compose)? |kubectl |helm |apt(?:-get)? |brew |cargo |go (?:run|build|get|install)|make\b|cmake |curl |wget |ssh |scp |rsync |cd |ls\b|cp |mv |rm |mkdir |chmod |chown |cat |grep |sed |awk |find |tar |export |source |systemctl |service |aws |gcloud |az |terraform |ansible|conda |dotnet |mvn |gradle |\.\/|Get-|Set-|New-)/
const REQUEST =
  /^(?:i (?:want|need|would like|['’]d like)|(?:can|could|would|will) you|please|help|explain|tell me|give me|show me|how to|what|why|ich (?:möchte|brauche|will)|bitte|schreib|erkläre|quiero|necesito|je (?:veux|voudrais)|мне нужно|напиши|объясни|помоги|请|帮|写|给我|解释|告诉|我(?:想|要|需要)|اكتب|اشرح)/i
const ERROR_HEADING = /\b(?:errors?|exceptions?|fehler|ошибк|erreurs?|错误)/i
const FIX_HEADING = /\b(?:fix(?:es)?|solutions?|workarounds?|troubleshoot\w*|resolution|lösung|решени|soluci|解决)/i
const WARNING_HEADING =
  /\b(?:warnings?|caution|caveats?|pitfalls?|risks?|safety|precautions?|warnung|предупрежд|advertencia|注意)/i
const EXAMPLE_HEADING = /\b(?:examples?|sample|beispiele?|пример|ejemplos?|exemples?|例)/i
const STEP_HEADING =
  /\b(?:steps?|instructions?|how to|directions|procedure|method|setup|installation|getting started|schritt|anleitung|шаг|paso|étape|步骤)/i
const STRONG: readonly SentenceType[] = ['error', 'warning', 'fix', 'decision', 'definition', 'example']

/** Types of sentences by their words, so that what lies in several pieces is told once. */
type KnownSentences = Map<string, SentenceType>

/**
 * Types of the cards of one part, each from its kind, its first sentence, how many of its lines instruct, and its heading,
 * in that order. In: the pieces, the canonical content of each, who says it, and which is the first prose of a reply to a
 * question (-1: none).
 */
export function typesOf(
  pieces: readonly Piece[],
  contents: readonly string[],
  role: 'user' | 'assistant',
  first: number,
): AcuType[] {
  const known: KnownSentences = new Map()
  return pieces.map((piece, at) => typeOf(piece, contents[at]!, role, at === first, known))
}

function typeOf(
  piece: Piece,
  content: string,
  role: 'user' | 'assistant',
  answers: boolean,
  known: KnownSentences,
): AcuType {
  switch (piece.kind) {
    case 'code':
      return codeType(content, piece.language)
    case 'table':
    case 'formula':
    case 'quote':
    case 'image':
      return piece.kind
    case 'sentence':
      return knownType(content, known)
    case 'item':
    case 'passage':
      return role === 'user' ? userType(content) : proseType(piece, content, answers, known)
  }
}

function knownType(sentence: string, known: KnownSentences): SentenceType {
  const before = known.get(sentence)
  if (before !== undefined) return before
  const type = sentenceType(sentence)
  known.set(sentence, type)
  return type
}

function codeType(content: string, language: string | undefined): AcuType {
  if (isErrorText(content.slice(0, 2000)) && !/[{};]\s*$/m.test(content.slice(0, 600))) return 'error'
  const lines = content.split('\n').filter((line) => line.trim() !== '' && !/^\s*#/.test(line))
  const commands = lines.filter((line) => COMMAND_LINE.test(line)).length
  if (lines.length > 0 && lines.length <= 6 && commands / lines.length >= 0.5) return 'command'
  if (language !== undefined && SHELL.test(language) && lines.length <= 4) return 'command'
  return 'code_snippet'
}

function userType(content: string): AcuType {
  if (isErrorText(content.slice(0, 4000)) && !/[?？]/.test(content)) return 'error'
  if (/[?？؟](?:\s|$|["'”）)])|[?？]/.test(content) || REQUEST.test(content)) return 'question'
  const parts = quickSentences(content.slice(0, 4000))
  const texts = parts.slice(0, 12).map((part) => content.slice(part.start, part.end))
  if (texts.some((text) => isQuestion(text) || isStep(text))) return 'question'
  const type = texts[0] === undefined ? 'claim' : sentenceType(texts[0])
  return type === 'step' ? 'question' : type
}

function proseType(piece: Piece, content: string, answers: boolean, known: KnownSentences): AcuType {
  const units = leadingUnits(content)
  const kinds = units.map((unit) => knownType(unit, known))
  const first = kinds[0] ?? 'claim'
  const heading = piece.context ?? ''
  const share = (type: SentenceType): number => kinds.filter((kind) => kind === type).length / Math.max(1, kinds.length)
  if (share('step') >= 0.5 || (piece.procedure !== undefined && kinds.includes('step'))) return 'step'
  if (first === 'question' && units.length === 1) return 'question'
  if (STRONG.includes(first)) return first as AcuType
  if (WARNING_HEADING.test(heading) && share('warning') > 0) return 'warning'
  if (ERROR_HEADING.test(heading) && FIX_HEADING.test(heading)) return 'fix'
  if (FIX_HEADING.test(heading) && share('step') > 0) return 'fix'
  if (EXAMPLE_HEADING.test(heading)) return 'example'
  if (STEP_HEADING.test(heading) && share('step') >= 0.25) return 'step'
  if (units.length <= 4 && content.length > 300 && content.split('```').length === 3 && shareOfCode(content) > 0.6)
    return 'example'
  if (share('definition') >= 0.4) return 'definition'
  if (share('opinion') >= 0.34) return 'opinion'
  if (answers) return 'answer'
  return 'claim'
}

const shareOfCode = (content: string): number => (content.split('```')[1]?.length ?? 0) / content.length

/** The first sentences and list items of a text, at most 6, without list marks and bold labels. */
function leadingUnits(content: string): string[] {
  const head = content.slice(0, 800)
  const units: string[] = []
  let fenced = false
  for (const line of head.split('\n')) {
    if (/^\s*(?:```|~~~)/.test(line)) fenced = !fenced
    if (fenced) continue
    const bare = line
      .replace(/^\s*(?:[-*+•]|\d{1,3}[.)])\s+/, '')
      .replace(/^(?:\*\*|__)[^*_]{1,60}(?:\*\*|__)\s*[:：–—-]\s*/, '')
    if (bare.trim().length < 4) continue
    for (const part of quickSentences(bare)) {
      units.push(bare.slice(part.start, part.end))
      if (units.length === 6) return units
    }
  }
  return units
}

const TECHNICAL =
  /\b(?:api|apis|json|html|css|sql|http|https|server|client|function|functions|variable|class|method|code|python|java|javascript|typescript|rust|c\+\+|linux|docker|kubernetes|database|query|algorithm|compile|compiler|library|framework|script|software|memory|cpu|gpu|array|string|integer|boolean|parameter|syntax|debug|deploy|git|regex|thread|async|encryption|tensor|neural|dataset|bandwidth|protocol|kernel|module|package|runtime)\b|`[^`\n]+`|\w+\(\)/gi
const PERSONAL =
  /\b(?:i|i['’]m|my|me|mine|we|our|ich|mein\w*|wir|unser\w*|yo|mi|mis|je|mon|ma|mes|я|мой|моя|мне|мы)\b|我/gi
const CREATIVE =
  /\b(?:poem|story|novel|lyrics?|verse|haiku|chapter|character|scene|slogan|tagline|joke|fairy tale|song|gedicht|стих|poema|poème|诗|故事)\b/i
const DIALOGUE =
  /["“][^"”]{8,}["”]\s*(?:he|she|they|said|asked|\w+ (?:said|asked|whispered|replied))|\b(?:he|she) (?:whispered|smiled|walked|looked|felt|turned)\b/i

/** Category of a card: what it is for. */
export function categoryOf(type: AcuType, content: string, role: 'user' | 'assistant'): AcuCategory {
  if (type === 'code_snippet' || type === 'command' || type === 'error' || type === 'fix') return 'technical'
  if (type === 'table' || type === 'quote' || type === 'image') return 'reference'
  if (type === 'formula') return 'conceptual'
  if (type === 'step') return 'procedural'
  const head = content.slice(0, 800)
  if (role === 'assistant' && (CREATIVE.test(head.slice(0, 400)) || DIALOGUE.test(head))) return 'creative'
  if (countOf(TECHNICAL, head, 3) >= 2 + head.length / 800) return 'technical'
  if ((role === 'user' || type === 'decision') && countOf(PERSONAL, head, 2) >= 2) return 'personal'
  return type === 'definition' || type === 'claim' || type === 'answer' || type === 'opinion' || type === 'question'
    ? 'conceptual'
    : 'reference'
}

function countOf(pattern: RegExp, text: string, most: number): number {
  let count = 0
  pattern.lastIndex = 0
  while (count < most && pattern.exec(text)) count++
  return count
}
