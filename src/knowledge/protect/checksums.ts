/** Luhn check (ISO/IEC 7812-1 annex B) of a string of digits. */
export function luhn(digits: string): boolean {
  let sum = 0
  for (let at = digits.length - 1, twice = false; at >= 0; at--, twice = !twice) {
    let digit = digits.charCodeAt(at) - 48
    if (twice) digit = digit > 4 ? digit * 2 - 9 : digit * 2
    sum += digit
  }
  return sum % 10 === 0
}

/** Remainder of a long decimal number, digit by digit. */
export function mod(digits: string, by: number): number {
  let rest = 0
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % by
  return rest
}

const IBAN_LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 ' +
    'FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 ' +
    'LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 ' +
    'RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
)

/**
 * Length of the valid IBAN (ISO 13616: country's length, remainder 1 modulo 97) at the start of a text, blanks and dashes
 * included; 0 where there is none.
 */
export function ibanIsValid(text: string): number {
  const length = IBAN_LENGTHS[text.slice(0, 2).toUpperCase()]
  if (length === undefined) return 0
  let compact = ''
  let at = 0
  for (; at < text.length && compact.length < length; at++)
    if (text[at] !== ' ' && text[at] !== '-') compact += text[at]
  if (compact.length < length || /[A-Za-z0-9]/.test(text[at] ?? '')) return 0
  const turned = (compact.slice(4) + compact.slice(0, 4)).toUpperCase()
  const digits = turned.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))
  return mod(digits, 97) === 1 ? at : 0
}

const VERHOEFF_D = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
]
const VERHOEFF_P = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
]

/** Verhoeff's check of a string of digits (J. Verhoeff, Error Detecting Decimal Codes, 1969). */
export function verhoeff(digits: string): boolean {
  let check = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at])
    check = Number(VERHOEFF_D[check]![Number(VERHOEFF_P[at % 8]![digit])])
  }
  return check === 0
}

/** Sum of digits times weights, for the many weighted checks. */
export const weighted = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0)
