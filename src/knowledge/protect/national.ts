import { luhn, mod, verhoeff, weighted } from './checksums.ts'

/** A national number: its shape, words that must stand near where the check alone is weak, and its check. */
export interface NationalId {
  readonly rule: string
  readonly kind: string
  readonly pattern: RegExp
  readonly context?: RegExp
  readonly valid: (text: string) => boolean
  readonly confidence: number
}

const digitsOf = (text: string): string => text.replace(/\D/g, '')
const varied = (digits: string): boolean => new Set(digits).size > 2

/** National identifiers that carry a check digit, each by its issuer's published rule. */
export const NATIONAL_IDS: readonly NationalId[] = [
  {
    rule: 'br-cpf',
    kind: 'Brazilian CPF number',
    pattern: /(?<![\d.])\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)/g,
    valid: (text) => {
      const digits = digitsOf(text)
      const check = (length: number): number => {
        let sum = 0
        for (let at = 0; at < length; at++) sum += Number(digits[at]) * (length + 1 - at)
        return ((sum * 10) % 11) % 10
      }
      return varied(digits) && check(9) === Number(digits[9]) && check(10) === Number(digits[10])
    },
    confidence: 0.95,
  },
  {
    rule: 'es-dni',
    kind: 'Spanish identity number',
    pattern: /(?<![A-Za-z\d-])(?:\d{8}|[XYZ]\d{7})-?[A-HJ-NP-TV-Z](?![A-Za-z\d-])/g,
    valid: (text) => {
      const bare = text.replace('-', '')
      const number = Number(bare.slice(0, -1).replace('X', '0').replace('Y', '1').replace('Z', '2'))
      return 'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23] === bare.at(-1)
    },
    confidence: 0.8,
  },
  {
    rule: 'it-codice-fiscale',
    kind: 'Italian tax code',
    pattern: /(?<![A-Za-z\d])[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z](?![A-Za-z\d])/g,
    valid: (text) => {
      const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
      let sum = 0
      for (let at = 0; at < 15; at++) {
        const code = text.charCodeAt(at)
        const value = code < 65 ? code - 48 : code - 65
        sum += at % 2 === 0 ? odd[value]! : value
      }
      return String.fromCharCode(65 + (sum % 26)) === text[15]
    },
    confidence: 0.97,
  },
  {
    rule: 'fi-hetu',
    kind: 'Finnish identity code',
    pattern: /(?<![A-Za-z\d])(?:[0-2]\d|3[01])(?:0\d|1[0-2])\d{2}[-+A]\d{3}[0-9A-FHJ-NPR-Y](?![A-Za-z\d])/g,
    valid: (text) => '0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(text.slice(0, 6) + text.slice(7, 10)) % 31] === text[10],
    confidence: 0.9,
  },
  {
    rule: 'se-personnummer',
    kind: 'Swedish identity number',
    pattern: /(?<![\d-])(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])[-+]\d{4}(?![\d-])/g,
    valid: (text) => luhn(digitsOf(text).slice(-10)),
    confidence: 0.8,
  },
  {
    rule: 'cn-resident-id',
    kind: 'Chinese resident number',
    pattern: /(?<!\d)[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])/g,
    valid: (text) =>
      '10X98765432'[weighted(text, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11] ===
      text[17]!.toUpperCase(),
    confidence: 0.95,
  },
  {
    rule: 'in-aadhaar',
    kind: 'Indian Aadhaar number',
    pattern: /(?<![\d-])[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}(?![\d-]| \d)/g,
    context: /aadhaar|aadhar|आधार|uidai/i,
    valid: (text) => verhoeff(digitsOf(text)),
    confidence: 0.9,
  },
  {
    rule: 'fr-nir',
    kind: 'French social security number',
    pattern: /(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\d)/g,
    valid: (text) => {
      const bare = text.replaceAll(' ', '').replace('2A', '19').replace('2B', '18')
      return 97 - mod(bare.slice(0, 13), 97) === Number(bare.slice(13))
    },
    confidence: 0.93,
  },
  {
    rule: 'uk-nhs',
    kind: 'NHS number',
    pattern: /(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])/g,
    context: /\bNHS\b/,
    valid: (text) => {
      const digits = digitsOf(text)
      const check = (11 - (weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11
      return check !== 10 && check === Number(digits[9]) && varied(digits)
    },
    confidence: 0.9,
  },
  {
    rule: 'ca-sin',
    kind: 'Canadian insurance number',
    pattern: /(?<![\d-])\d{3}[ -]\d{3}[ -]\d{3}(?![\d-])/g,
    context: /\bSIN\b|social insurance/i,
    valid: (text) => luhn(digitsOf(text)) && varied(digitsOf(text)),
    confidence: 0.9,
  },
  {
    rule: 'au-tfn',
    kind: 'Australian tax file number',
    pattern: /(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{3}(?![\d-])/g,
    context: /\bTFN\b|tax file/i,
    valid: (text) => weighted(digitsOf(text), [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0 && varied(digitsOf(text)),
    confidence: 0.9,
  },
  {
    rule: 'pl-pesel',
    kind: 'Polish PESEL number',
    pattern: /(?<!\d)\d{11}(?!\d)/g,
    context: /pesel/i,
    valid: (text) => weighted(text, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0 && varied(text),
    confidence: 0.92,
  },
  {
    rule: 'de-steuer-id',
    kind: 'German tax number',
    pattern: /(?<!\d)[1-9]\d[ ]?\d{3}[ ]?\d{3}[ ]?\d{3}(?!\d)/g,
    context: /steuer-?\s?id|identifikationsnummer|\bidnr\b|steuernummer|\btin\b/i,
    valid: (text) => {
      // ISO/IEC 7064 MOD 11,10.
      const digits = digitsOf(text)
      let product = 10
      for (let at = 0; at < 10; at++) {
        const sum = (Number(digits[at]) + product) % 10 || 10
        product = (sum * 2) % 11
      }
      return (11 - product) % 10 === Number(digits[10])
    },
    confidence: 0.92,
  },
]
