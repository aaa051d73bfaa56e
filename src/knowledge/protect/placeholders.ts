/** Words that stand where a secret would: a value that holds one of them is an example. */
const EXAMPLE_WORDS =
  /example|placeholder|your|dummy|change.?me|replace|insert|redacted|removed|hidden|masked|xxxx|\*{3}|\.{3}|<[^>]*>|\$\{|\{\{|^%\w+%$|\btodo\b|fake|sample|lorem|foo_?bar|my[-_]|not[-_]?a[-_]?real|secret[-_]?(?:key|token|here|value|access)|test[-_]?(?:key|token|secret)|api[-_]?key|(?:access|auth|refresh|bearer|user|client)[-_]?(?:token|key|secret|id)|password|passwd|_here|null|undefined|process\.env|getenv|environ|config\[|vault|keychain|credentials?\b/i

/** Whether a value is an example that shows where the real one goes. */
export const isPlaceholder = (value: string): boolean =>
  EXAMPLE_WORDS.test(value) || isMonotone(value) || hidesExample(value)

/** One or two characters repeated all along, like `xxxxxxxx` or `abababab`, after an issuer's prefix too (`ghp_ababab…`). */
export const isMonotone = (value: string): boolean => {
  const body = value.replace(/^[A-Za-z]{2,8}[-_](?=.{16})/, '').replace(/[-_.]/g, '')
  return new Set(body).size <= Math.min(4, body.length / 4)
}

/** Whether letters or digits stand one after another as in the alphabet, `length` of them (`abcdefgh`), as nobody draws them. */
export function hasSequence(value: string, length: number): boolean {
  let run = 1
  for (let at = 1; at < value.length && run < length; at++)
    run = value.charCodeAt(at) === value.charCodeAt(at - 1) + 1 ? run + 1 : 1
  return run >= length
}

/**
 * Whether a value is Base64 of what is no secret: a text with an example's words or a count (`…12345`) at its end, a name
 * in words and dots, or the first part alone of a signed token, which says only how the rest would be signed.
 */
function hidesExample(value: string): boolean {
  if (!/^[A-Za-z0-9+/]{16,400}={0,2}$/.test(value)) return false
  if (/^eyJ(?:hbGciOi|0eXAiOi|raWQiOi)/.test(value)) return true
  const plain = decode(value)
  if (!/^[\x20-\x7e]{12,}$/.test(plain)) return false
  return EXAMPLE_WORDS.test(plain) || /(?:12345|abcde)$/.test(plain) || /^[a-z]+(?:[ .-][a-z]+)+$/i.test(plain)
}

/** The text that Base64 stands for, one character a byte; empty where it stands for none. */
function decode(base64: string): string {
  try {
    return atob(base64.replace(/=+$/, ''))
  } catch {
    return ''
  }
}

/** Shannon entropy in bits a character. */
export function entropy(value: string): number {
  const counts = new Map<string, number>()
  for (const char of value) counts.set(char, (counts.get(char) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length)
  return bits
}
