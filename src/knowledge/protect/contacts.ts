import { getCountries, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min'
import type { Finding } from '../../domain/acu.ts'

const EMAIL =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}_][\p{L}\p{N}._%+'-]{0,63}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,6}\p{L}{2,24}(?![\p{L}\p{N}_@-])/gu
const RESERVED =
  /(?:^|\.)(?:example|test|invalid|localhost|local)$|(?:^|\.)example\.(?:com|org|net|edu|co\.\w\w|de|fr)$/i
const SAMPLE_DOMAIN =
  /^(?:(?:your|my|some|the|a)[-_]?(?:company|domain|site|website|email|org|business|app|server|host|mail)?|company|domain|mydomain|email|mail|website|site|host|server|abc|xyz|foo|bar|test|sample|acme|placeholder|anotherexample|example\d*|.*example.*)\.(?:com|org|net|io|co|edu|gov|tld|de)$/i
const SAMPLE_LOCAL =
  /^(?:user(?:name)?\d*|your[._-]?\w*|name|first(?:name)?[._]?last(?:name)?|someone|somebody|email|e-?mail|example|test\d*|sample|no-?reply|donotreply|git|recipient|sender|receiver|john\.?doe|jane\.?doe|foo|bar|abc|xyz|me|you|admin@example)$/i
const CODE_HOST = /^(?:git|hg|svn)@/i

const DIGITS = /(?:\d[\s()./-]{0,3}){7}/
const CANDIDATE =
  /(?<![\p{L}\d.,/:=_#$€£%*^-])(?:\+|00)?\(?\d{1,4}\)?(?:[ ./\u00a0-]{0,2}\(?\d{1,6}\)?){1,7}(?:\s?(?:x|ext\.?)\s?\d{1,6})?(?![\p{L}\d_%€$£^]|[.,:/-]\d)/gu
const SAYS_PHONE =
  /(?:phone|tel(?:efon|éfono|éphone)?|mobil[e]?|cell|call(?:ing)?|fax|whatsapp|hotline|dial|sms|text me|(?:my|your|his|her|their|our|contact|telephone) number|call (?:him|her|them|us)|reach (?:me|us|him|her)|handy|rufnummer|тел|телефон|звон|móvil|portable|電話|电话|手机|هاتف|جوال|answer(?:ing|ed)? at|messages? (?:to|on|at)|registered)[^\d\n]{0,40}\n?[^\d\n]{0,3}$/i
const SAYS_PHONE_AFTER = /^[\s,;:()-]{0,3}(?:\(?(?:office|mobile|cell|fax|home|work|phone|tel)\b)/i
const REGIONS: readonly CountryCode[] =
  'US GB DE FR ES IT NL BE AT CH SE NO DK FI PL CZ PT IE AU NZ IN BR MX ZA JP CN KR RU UA TR IL GR HU RO SK SI HR EE LT LV IS UY CY TN'.split(
    ' ',
  ) as CountryCode[]

/** E-mail addresses and phone numbers (level 3). Addresses and numbers reserved for examples give nothing. */
export function findContacts(text: string): Finding[] {
  const found: Finding[] = []
  if (text.includes('@')) findEmails(text, found)
  if (DIGITS.test(text)) findPhones(text, found)
  return found
}

function findEmails(text: string, found: Finding[]): void {
  EMAIL.lastIndex = 0
  for (let match = EMAIL.exec(text); match; match = EMAIL.exec(text)) {
    const address = match[0]
    const at = address.lastIndexOf('@')
    const local = address.slice(0, at)
    const domain = address.slice(at + 1)
    if (RESERVED.test(domain) || SAMPLE_DOMAIN.test(domain) || CODE_HOST.test(address)) continue
    if (/\.(?:png|jpe?g|gif|svg|css|js|ts|py|json|html)$/i.test(domain)) continue
    if (SAMPLE_LOCAL.test(local)) continue
    const end = match.index + address.length
    found.push({ rule: 'email', kind: 'e-mail address', start: match.index, end, level: 3, confidence: 0.9 })
  }
}

function findPhones(text: string, found: Finding[]): void {
  CANDIDATE.lastIndex = 0
  for (let match = CANDIDATE.exec(text); match; match = CANDIDATE.exec(text)) {
    const candidate = match[0].trimEnd()
    const digits = candidate.replace(/\D/g, '')
    if (digits.length < 7 || digits.length > 16) continue
    const confidence = phoneConfidence(
      candidate,
      digits,
      text.slice(Math.max(0, match.index - 60), match.index),
      text.slice(match.index + candidate.length, match.index + candidate.length + 12),
    )
    if (confidence === 0) continue
    const end = match.index + candidate.length
    found.push({ rule: 'phone', kind: 'phone number', start: match.index, end, level: 3, confidence })
  }
}

/** How surely digits are a phone number: by their own form, or by a word before them; 0 where they are not. */
function phoneConfidence(candidate: string, digits: string, before: string, after: string): number {
  const said = SAYS_PHONE.test(before) || SAYS_PHONE_AFTER.test(after)
  if (isFiction(digits) || new Set(digits).size < 3) return 0
  if (
    /^\d{4}[-./]\d{1,2}[-./]\d{1,2}|^\d{1,2}[-./]\d{1,2}[-./]\d{4}|^(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d/.test(
      candidate,
    )
  )
    return 0
  if (!/[\s().-]/.test(candidate) && !candidate.startsWith('+') && !said) return 0
  if (/^\d{1,3}[.,]\d+$/.test(candidate)) return 0
  if (candidate.startsWith('+')) return parsePhoneNumberFromString(candidate)?.isValid() ? 0.95 : 0
  if (candidate.startsWith('00')) return parsePhoneNumberFromString(`+${digits.slice(2)}`)?.isValid() ? 0.8 : 0
  if (/^\(?\d{3}\)?[ .-]\s?\d{3}[.-]\d{4}/.test(candidate)) return validIn(candidate, ['US']) ? 0.85 : 0
  if (/^1[ -.]\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}/.test(candidate)) return validIn(candidate, ['US']) ? 0.85 : 0
  if (said) return validIn(candidate, REGIONS) || validIn(candidate, getCountries()) ? 0.75 : 0
  if (/\d\s*[.,/]\s*\d/.test(candidate)) return 0
  const groups = candidate.split(/[\s()-]+/).filter((group) => group !== '')
  if (/^0[1-9]/.test(candidate) && groups.length >= 3 && digits.length >= 9)
    return validIn(candidate, REGIONS) ? 0.65 : 0
  if (/^\(0?\d{2,4}\)\s?\d{3}[ -]?\d{3,4}/.test(candidate)) return validIn(candidate, REGIONS) ? 0.6 : 0
  return 0
}

const validIn = (candidate: string, regions: readonly CountryCode[]): boolean =>
  regions.some((region) => parsePhoneNumberFromString(candidate, region)?.isValid() === true)

/** Numbers set aside for fiction and documentation: 555-01xx in North America, Ofcom's drama ranges, sequences. */
function isFiction(digits: string): boolean {
  return (
    /^1?\d{3}55501\d\d$/.test(digits) ||
    /^(?:44|0)7700900\d{3}$/.test(digits) ||
    /^1?(?:123456\d{4}|555555\d{4}|5551234\d{3}|1234567|\d{3}5551234)$/.test(digits) ||
    /0123456|1234567|2345678|9876543/.test(digits)
  )
}
