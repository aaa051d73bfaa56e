import type { TextRange } from '../../domain/related.ts'
import { isSmall, type SentenceView } from './sentence-view.ts'
import { stemOf } from './tokens.ts'

// Articles and pronouns are no numbers: one, un, uno, um.
const NUMBER_WORDS = new Map(
  [
    'zero - two three four five six seven eight nine ten eleven twelve',
    '- eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf',
    'zéro - deux trois quatre cinq - sept huit neuf - onze douze',
    'cero - dos tres cuatro cinco seis siete ocho nueve diez - doce',
    '- - dois três quatro - - sete oito nove dez - -',
    'ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать',
  ].flatMap((line) => line.split(' ').map((word, value) => [word, value] as const)),
)

const CHINESE = '零一二三四五六七八九十'

/**
 * A number as it can be compared: `1,260` and `1260` are the same, `two` is 2; versions and dates are kept as they are
 * written. Undefined for a word that is no number.
 */
export function quantityOf(word: string): string | undefined {
  const named = NUMBER_WORDS.get(word)
  if (named !== undefined) return String(named)
  if (word.length === 1 && CHINESE.includes(word)) return String(CHINESE.indexOf(word))
  const [, digits] = /^(\d+(?:[.,:/-]\d+)*)\p{L}*$/u.exec(word) ?? []
  if (digits === undefined) return undefined
  if (/^\d{1,3}(?:,\d{3})+$/.test(digits)) return digits.replaceAll(',', '')
  if (/^\d+[.,]\d+$/.test(digits)) return String(Number(digits.replace(',', '.')))
  return /^\d+$/.test(digits) ? digits.replace(/^0+(?=\d)/, '') : digits
}

/** The letters right behind the digits of a word: `30s` → `s`. */
export const unitIn = (word: string): string => /^\d[\d.,:/-]*(\p{L}+)$/u.exec(word)?.[1] ?? ''

/** A number in a sentence, with what it measures. */
export interface Quantity {
  /** Place of its word in the sentence. */
  readonly at: number
  readonly value: string
  /** Stem of the unit or the thing counted; empty where nothing follows. */
  readonly unit: string
  /** Stem of the word before it, where that says something: `port` of `port 8080`. */
  readonly before: string
  /** `about`, `at least`: it need not be this number. */
  readonly isRough: boolean
  /** The number with its unit. */
  readonly range: TextRange
}

/** Numbers that count a place in a text rather than measure. */
const LABELS = new Set(
  (
    'step figure fig table chapter section example exercise question part lesson task item page line option method case phase point problem scenario number no answer note ' +
    'schritt abbildung tabelle kapitel abschnitt beispiel aufgabe seite teil punkt étape exemple chapitre page paso ejemplo capítulo página passo шаг пример глава часть'
  ).split(' '),
)
const ROUGH = new Set(
  'about approximately around roughly nearly almost over under least most than to circa etwa ungefähr rund fast environ presque unos cerca casi около почти примерно'.split(
    ' ',
  ),
)
const UNITS: Readonly<Record<string, string>> = {
  s: 'second',
  sec: 'second',
  secs: 'second',
  m: 'm',
  min: 'minute',
  mins: 'minute',
  h: 'hour',
  hrs: 'hour',
  hr: 'hour',
  ms: 'millisecond',
  percent: '%',
  prozent: '%',
  euro: '€',
  euros: '€',
  dollar: '$',
  dollars: '$',
  mb: 'megabyte',
  gb: 'gigabyte',
  kb: 'kilobyte',
}

/** More numbers than these are data. */
const MOST = 6

/** Numbers of a sentence that measure or count something; none where it is full of them, or calculates. */
export function quantitiesIn({ text, start, words, end }: SentenceView): Quantity[] {
  if (/[=+×*^]\s*\d/.test(text.slice(start, end))) return []
  const found: Quantity[] = []
  words.forEach(({ word, start: from, end: to }, at) => {
    const value = quantityOf(word)
    const previous = words[at - 1]?.word ?? ''
    // The number of a list's item, of a step, of a figure.
    if (value === undefined || LABELS.has(previous) || (at === 0 && /^[.):]/.test(text.slice(to, to + 1)))) return
    const sign =
      text[to] === '%' || text[to] === '°'
        ? text.slice(to, text[to] === '°' ? to + 2 : to + 1)
        : (/[$€£¥]/.exec(text[from - 1] ?? '')?.[0] ?? '')
    const attached = sign || unitIn(word)
    const next = words[at + 1]
    const unit = attached || (next && text.slice(to, next.start).trim() === '' && !isSmall(next.word) ? next.word : '')
    found.push({
      at,
      value,
      unit: UNITS[unit] ?? (unit === '' ? '' : (UNITS[stemOf(unit)] ?? stemOf(unit))),
      before: isSmall(previous) || quantityOf(previous) !== undefined ? '' : stemOf(previous),
      isRough: ROUGH.has(previous),
      range: {
        start: /[$€£¥]/.test(sign) ? from - 1 : from,
        end: /[%°]/.test(sign) ? to + sign.length : attached === '' && unit !== '' ? next!.end : to,
      },
    })
  })
  return found.length > MOST ? [] : found
}

const MARKS = /[^:/-]/g

/** True where two numbers of one kind (count, clock, date) cannot both be meant: none is rough, or they are far apart. */
export function areApart(a: Quantity, b: Quantity): boolean {
  if (a.value.replace(MARKS, '') !== b.value.replace(MARKS, '')) return false
  if (!a.isRough && !b.isRough) return true
  const [x, y] = [Number(a.value), Number(b.value)]
  return Math.abs(x - y) > 0.2 * Math.max(x, y)
}
