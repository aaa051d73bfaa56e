import { countMatches } from '../count-matches.ts'

const ALIASES: Readonly<Record<string, string>> = {
  js: 'javascript',
  node: 'javascript',
  ts: 'typescript',
  py: 'python',
  python3: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'bash',
  shell: 'bash',
  zsh: 'bash',
  console: 'bash',
  yml: 'yaml',
  'c++': 'cpp',
  cs: 'csharp',
  'c#': 'csharp',
  golang: 'go',
  kt: 'kotlin',
  md: 'markdown',
  ps1: 'powershell',
  tex: 'latex',
}

const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/^\s*(?:#!.*\b(?:ba)?sh\b|(?:\$ )?(?:sudo|apt|npm|pip|git|docker|kubectl|curl|cd|mkdir) )/m, 'bash'],
  [/^\s*(?:def \w+\(.*\).*:|from [\w.]+ import |import \w+(?: as \w+)?$|class \w+(?:\(.*\))?:|print\()/m, 'python'],
  [/^\s*(?:#include\s*<|int main\s*\(|std::|template\s*<)/m, 'cpp'],
  [/^\s*(?:public |private |protected )(?:static |final )*(?:class|void|int|String)\b|System\.out\./m, 'java'],
  [/^\s*(?:fn \w+|let mut |impl\b|use \w+::|pub (?:fn|struct))/m, 'rust'],
  [/^\s*(?:func \w+\(|package \w+$|import \()/m, 'go'],
  [
    /^\s*(?:import (?:SwiftUI|UIKit|Foundation)|func \w+\(.*\)(?: ->|\s*\{)|(?:@State|guard let|var \w+: some) )/m,
    'swift',
  ],
  [/^\s*(?:interface \w+ \{|type \w+ = |const \w+: \w+)/m, 'typescript'],
  [/^\s*(?:const |let |var |function\b|export |import .* from ['"])|=>|console\.log/m, 'javascript'],
  [/^\s*(?:SELECT\b[\s\S]*\bFROM\b|INSERT INTO|CREATE TABLE|ALTER TABLE|UPDATE \w+ SET)/im, 'sql'],
  [/^\s*<!DOCTYPE html|^\s*<(?:html|div|body|head|p|ul|table|form)\b/im, 'html'],
  [/^\s*[.#]?[\w-]+\s*\{\s*$[\s\S]*^\s*[\w-]+\s*:\s*[^;]+;/m, 'css'],
  [/^\s*[{[][\s\S]*"[\w-]+"\s*:/, 'json'],
  [/^(?:\w[\w-]*:\s*(?:\S.*)?$\n?){2,}/m, 'yaml'],
]

/** Programming language of code, lower case: the fence's word made regular, else a guess by shape, else undefined. */
export function codeLanguage(code: string, fence: string | undefined): string | undefined {
  if (fence !== undefined && fence !== '') return ALIASES[fence] ?? fence
  const head = code.slice(0, 1500)
  return SHAPES.find(([shape]) => shape.test(head))?.[1]
}

const STOP_WORDS: readonly (readonly [string, RegExp])[] = [
  ['en', /\b(?:the|and|of|to|is|that|for|with|you|this|are|be|can|it)\b/gi],
  ['de', /\b(?:der|die|das|und|ist|nicht|ein|eine|mit|für|auf|den|zu|sie|wird|oder)\b/gi],
  ['es', /\b(?:el|los|las|que|de|en|una|por|con|para|es|del|como|se|y)\b/gi],
  ['fr', /\b(?:le|les|des|est|une|pour|dans|que|qui|avec|sur|vous|pas|et|du)\b/gi],
  ['pt', /\b(?:o|os|uma|não|para|com|que|em|do|da|é|você|mais|e|são)\b/gi],
  ['it', /\b(?:il|che|di|per|con|una|sono|della|non|è|gli|nel|come|e|si)\b/gi],
  ['nl', /\b(?:de|het|een|van|en|is|dat|niet|voor|met|zijn|op|te|aan|je)\b/gi],
  ['pl', /\b(?:nie|jest|się|na|to|że|do|w|z|i|dla|jak|lub|są)\b/gi],
  ['cs', /\b(?:je|se|na|že|by|ale|jako|jsem|jeho|který|když|už|byl|byla|není)\b/gi],
  ['tr', /\b(?:bir|ve|bu|için|ile|olarak|daha|çok|değil|gibi|olan|da|de)\b/gi],
]

/** BCP 47 language of prose by script, and by the most frequent small words where the script is Latin; else undefined. */
export function proseLanguage(text: string): string | undefined {
  const head = text.slice(0, 400)
  if (/[぀-ヿ]/.test(head)) return 'ja'
  if (isAscii(head)) return FOUR_LETTERS.test(head) ? latin(head) : undefined
  const letters = countMatches(/\p{L}/gu, head)
  if (letters < 4) return undefined
  const share = (pattern: RegExp): number => countMatches(pattern, head) / letters
  if (share(/[一-鿿]/g) > 0.3) return 'zh'
  if (share(/[가-힯]/g) > 0.3) return 'ko'
  if (share(/[Ѐ-ӿ]/g) > 0.4) return /[іїєґ]/i.test(head) ? 'uk' : 'ru'
  if (share(/[؀-ۿ]/g) > 0.4) return /[پچژگ]/.test(head) ? 'fa' : 'ar'
  if (share(/[֐-׿]/g) > 0.4) return 'he'
  if (share(/[ऀ-ॿ]/g) > 0.4) return 'hi'
  if (share(/[฀-๿]/g) > 0.4) return 'th'
  if (share(/[Ͱ-Ͽ]/g) > 0.4) return 'el'
  if (/[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i.test(head) && /[đơư]/i.test(head)) return 'vi'
  return latin(head)
}

const FOUR_LETTERS = /(?:[a-z][^a-z]*){4}/i
const isAscii = (text: string): boolean => !/[^\s!-~]/.test(text)

/** Language of Latin text by its most frequent small words. */
function latin(head: string): string | undefined {
  let best: string | undefined
  let most = 2
  for (const [language, words] of STOP_WORDS) {
    const count = countMatches(words, head)
    if (count > most) {
      most = count
      best = language
    }
    // English is by far the most frequent; where its small words are dense, the others need not be tried.
    if (language === 'en' && count > head.length / 45) return 'en'
  }
  return best
}
