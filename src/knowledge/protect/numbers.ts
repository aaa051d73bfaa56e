import type { Finding } from '../../domain/acu.ts'
import { ibanIsValid, luhn } from './checksums.ts'
import { NATIONAL_IDS } from './national.ts'

const CARD = /(?<![\d.,+/:#=_-]|[A-Za-z])\d(?:[ -]?\d){11,18}(?![\d_]|[-.,]\d|[A-Za-z])/g
/** Issuer ranges (ISO/IEC 7812) with the lengths they issue. */
const ISSUERS: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:30[0-5]|3095|36|38|39)/, [14, 16, 19]],
  [/^(?:6011|64[4-9]|65)/, [16, 19]],
  [/^35(?:2[89]|[3-8])/, [16, 19]],
  [/^(?:1800|2131)/, [15]],
  [/^(?:5018|5020|5038|5893|6304|6759|676[1-3]|0604)/, [12, 13, 14, 15, 16, 17, 18, 19]],
  [/^62/, [16, 17, 18, 19]],
  [/^220[0-4]/, [16]],
  [/^(?:60|81|82|508)/, [16]],
]
const IBAN = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){10,32}/g
const SSN = /(?<![\d-])(?!000|666)(\d{3})-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g
const KNOWN_SSN = /^(?:078-05-1120|219-09-9999|123-45-6789|987-65-432\d|111-11-1111|457-55-5462)$/

/** Numbers of cards, accounts and persons with valid checksums or ranges (level 4). */
export function findNumbers(text: string): Finding[] {
  const found: Finding[] = []
  if (!/\d(?:[ ./-]?[\dA-Za-z]){7}/.test(text)) return found
  const add = (rule: string, kind: string, start: number, length: number, confidence: number): void => {
    found.push({ rule, kind, start, end: start + length, level: 4, confidence })
  }
  if (/\d(?:[ -]?\d){11}/.test(text))
    for (const match of text.matchAll(CARD)) {
      const digits = match[0].replace(/\D/g, '')
      if (!ISSUERS.some(([prefix, lengths]) => prefix.test(digits) && lengths.includes(digits.length))) continue
      if (!luhn(digits) || new Set(digits).size < 2 || !regularGroups(match[0])) continue
      add('card-number', 'payment card number', match.index, match[0].length, digits.length >= 15 ? 0.9 : 0.75)
    }
  for (const match of text.matchAll(IBAN)) {
    const length = ibanIsValid(match[0])
    if (length > 0) add('iban', 'bank account number (IBAN)', match.index, length, 0.98)
  }
  if (/\d{3}-\d{2}-\d{4}/.test(text))
    for (const match of text.matchAll(SSN)) {
      if (KNOWN_SSN.test(match[0])) continue
      const itin = match[1]!.startsWith('9')
      if (itin && !/^9\d\d-(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])-/.test(match[0])) continue
      add('us-ssn', itin ? 'US taxpayer number' : 'US social security number', match.index, match[0].length, 0.85)
    }
  for (const { rule, kind, pattern, context, valid, confidence } of NATIONAL_IDS) {
    pattern.lastIndex = 0
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      if (context && !context.test(text.slice(Math.max(0, match.index - 60), match.index + match[0].length + 30)))
        continue
      if (valid(match[0])) add(rule, kind, match.index, match[0].length, confidence)
    }
  }
  return found
}

/** A card is written without blanks or in groups of three to seven; many single digits are a list of numbers. */
const regularGroups = (text: string): boolean => {
  const groups = text.split(/[ -]/)
  return groups.length === 1 || groups.every((group) => group.length >= 3 && group.length <= 7)
}
