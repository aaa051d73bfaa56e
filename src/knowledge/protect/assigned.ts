import type { Finding } from '../../domain/acu.ts'
import { entropy, isPlaceholder } from './placeholders.ts'
import { isPublished } from './published.ts'

/** A name that says "secret", then a sign or blank, then a value. The value is judged afterwards. */
const ASSIGNED =
  /(?<name>[A-Za-z0-9_.-]{0,48}(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|api[ _-]?key|apikey|access[ _-]?key|private[ _-]?key|auth[ _-]?key|account[ _-]?key|encryption[ _-]?key|signing[ _-]?key|client[ _-]?key|license[ _-]?key|key|login|_pat\b|credentials?|auth|access|private)(?:[A-Za-z_]{0,16}|[-_ ](?:access[-_ ])?(?:value|key|token|string|id)))(?<sign>["'`)\]]{0,2}(?:\s{0,3}(?:::?=|\?=|=>|->|={1,3}|:|\||,)\s{0,3}|\s+(?:is\s+|as\s+|key\s+|access\s+|token\s+){0,2}|-|\.)|(?<=token|secret))["'`(]{0,3}(?<value>[A-Za-z0-9+/=_.~!@#$%^&*-]{6,400})/iy
/** Every name has one of these. */
const GATE = /pass|pwd|secret|token|key|credential|auth|access|private|login|_pat\b/gi
/** What may stand before `key`, apart by a blank. */
const BEFORE_KEY = /(?:api|account|encryption|signing|client|license) $/i
const LONGEST_BEFORE = 'encryption '.length
const OF_NAME = /[A-Za-z0-9_.-]/
/** Characters of a name before the word that says secret. */
const MOST_BEFORE = 48
const KEY_NAME = /KEY|Key|(?:^|[^A-Za-z])key/
const SECRET_NAME =
  /pass|pwd|secret|token|api|access|private|auth|credential|login|license|sign|encrypt|client|account|_pat$/i
/** Keys that name data, not secrets. */
const KEY_OF_DATA =
  /(?:user|row|sort|partition|foreign|primary|cache|map|object|node|item|group|index|hash|routing|record|entity|parent|sub|unique|composite|session)[-_ ]?key/i
/** The name under which a store keeps credentials, as build servers write it (`credentialsId`). */
const NAME_OF_SECRET = /credentials?[-_]?id$/i
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Values given to a name that says secret (`api_key = …`, `DB_PASSWORD: …`), level 5. Only values that look drawn at
 * random are taken: letters and digits mixed, entropy above what words have, no example's words, no code.
 */
export function findAssigned(text: string): Finding[] {
  const found: Finding[] = []
  let at = 0
  for (let match = assignedFrom(text, at); match; match = assignedFrom(text, at)) {
    const { name = '', sign = '', value: raw = '' } = match.groups ?? {}
    const end = match.index + match[0].length
    const value = raw.replace(/[.,;!]+$/, '')
    const start = end - raw.length
    // A value may itself be a name: look again from there.
    at = Math.max(match.index + 1, start)
    if (/[A-Za-z0-9_]/.test(text[match.index - 1] ?? '') && name.length >= MOST_BEFORE) continue
    const kind = /pass|pwd/i.test(name) ? 'password' : 'secret value'
    const confidence = judge(name, sign, value, text[end] ?? '', /["'`]/.test(text[start - 1] ?? ''))
    if (confidence === 0) continue
    found.push({ rule: 'assigned-secret', kind, start, end: start + value.length, level: 5, confidence })
    at = end
  }
  return found
}

/**
 * The first assignment from a place on. It is looked for only where a name can begin: from each word that says secret,
 * back to where its name does.
 */
function assignedFrom(text: string, from: number): RegExpExecArray | null {
  GATE.lastIndex = from
  for (let gate = GATE.exec(text); gate; gate = GATE.exec(text)) {
    const match = assignedAt(text, gate.index, gate[0], from)
    if (match) return match
    // Words may overlap: `passkey`.
    GATE.lastIndex = gate.index + 1
  }
  return null
}

/** The assignment, not before `from`, to the name that has a word for secret at a place. */
function assignedAt(text: string, at: number, word: string, from: number): RegExpExecArray | null {
  const before = /^key$/i.test(word) ? BEFORE_KEY.exec(text.slice(Math.max(from, at - LONGEST_BEFORE), at)) : null
  const inName = before ? at - before[0].length : at
  const last = Math.max(from, inName - MOST_BEFORE)
  let start = inName
  for (const first = Math.max(from, last - LONGEST_BEFORE); start > first && OF_NAME.test(text[start - 1]!);) start--
  // A shorter name has one beginning; a longer one is cut, and `api_` or the like may belong to the word or not.
  for (; ; start++) {
    ASSIGNED.lastIndex = start
    const match = ASSIGNED.exec(text)
    if (match || start >= last) return match
  }
}

/** How surely a value is a secret, 0 where it is not. */
function judge(name: string, sign: string, value: string, next: string, quoted: boolean): number {
  if (next === '(' || next === '[' || next === '{') return 0
  if (isPlaceholder(value) || isPublished(value) || KEY_OF_DATA.test(name) || NAME_OF_SECRET.test(name)) return 0
  if (/key/i.test(name) && !KEY_NAME.test(name + sign) && !SECRET_NAME.test(name)) return 0
  if (/^(?:https?:|\.|\/|-|=|\*)/.test(value) || (/^\d[\d.,/-]*$/.test(value) && value.length < 24)) return 0
  if (
    /pass|pwd/i.test(name) &&
    value.length >= 8 &&
    /[a-z]/.test(value) &&
    /[A-Z]/.test(value) &&
    /\d/.test(value) &&
    quoted
  )
    return entropy(value) > 2.7 ? 0.6 : 0
  const digits = value.match(/\d/g)?.length ?? 0
  const letters = value.match(/[A-Za-z]/g)?.length ?? 0
  if (UUID.test(value)) return /(?:^|[_-])id$/i.test(name) ? 0 : 0.7
  const loose = !/[:=>|]/.test(sign)
  // `(… a token)` ends a remark; what stands on the next line is not its value.
  if (loose && /\)["'`]?\s*\n/.test(sign)) return 0
  if (
    /accessor|keysize|keystr|alphabet|schema_?key/i.test(name) ||
    /ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz/.test(value)
  )
    return 0
  if (/public|_id$|version|primary|foreign|hash|checksum|sha\d|md5|etag/i.test(name)) return 0
  if (/^(?:[0-9a-f]{28,128}|\d{24,64})$/i.test(value)) return 0.8
  if (
    !loose &&
    letters >= 32 &&
    /[a-z]/.test(value) &&
    /[A-Z]/.test(value) &&
    !/[._/-]/.test(value) &&
    entropy(value) > 4
  )
    return 0.65
  // Words with a sign between their letters are a password, not code or text.
  if (/pass|pwd/i.test(name) && !loose && quoted && /^(?=.{8})\w*[a-z\d][!$#%^*][a-z\d]\w*$/i.test(value)) return 0.6
  if (digits < 2 || letters < 2) return 0
  if (!loose && /^[0-9a-f]{16,27}$/i.test(value) && /token|secret|api/i.test(name))
    return entropy(value) > 2.8 ? 0.65 : 0
  if (
    /pass|pwd/i.test(name) &&
    !loose &&
    value.length >= 8 &&
    digits >= 2 &&
    /[^A-Za-z0-9]/.test(value) &&
    !/[.()/=]/.test(value)
  )
    return entropy(value) > 2.7 ? 0.7 : 0
  if (value.length < (loose ? 15 : 11)) return 0
  if (value.length < (loose ? 18 : 14) && (digits < 4 || letters < 4 || entropy(value) < 3.2)) return 0
  if (/^[A-Za-z_]\w*\.[A-Za-z_]\w*$/.test(value) && entropy(value) < 4.2) return 0
  if (/\//.test(value) && !/[A-Z]/.test(value)) return 0
  if (entropy(value) < 3) return 0
  if (digits < 3 && !(value.length >= 24 && /[A-Z]/.test(value) && /[a-z]/.test(value))) return 0
  if (/^[a-z]+(?:[-_.][a-z]+)*[-_.]?\d{1,4}$/i.test(value)) return 0
  return loose ? 0.65 : 0.8
}
