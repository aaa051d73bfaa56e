/** Words that stand where a secret would: a value that holds one of them is an example. */
const EXAMPLE_WORDS =
  /example|placeholder|your|dummy|change.?me|replace|insert|redacted|removed|hidden|masked|xxxx|\*{3}|\.{3}|<[^>]*>|\$\{|\{\{|%\w+%|\btodo\b|fake|sample|lorem|foo_?bar|my[-_]|not[-_]?a[-_]?real|secret[-_]?(?:key|token|here|value|access)|test[-_]?(?:key|token|secret)|api[-_]?key|(?:access|auth|refresh|bearer|user|client)[-_]?(?:token|key|secret|id)|password|passwd|_here|null|undefined|process\.env|getenv|environ|config\[|vault|keychain|credentials?\b/i

/** Whether a value is an example that shows where the real one goes. */
export const isPlaceholder = (value: string): boolean => EXAMPLE_WORDS.test(value) || isMonotone(value)

/** One or two characters repeated all along, like `xxxxxxxx` or `abababab`. */
export const isMonotone = (value: string): boolean =>
  new Set(value.replace(/[-_.]/g, '')).size <= Math.min(4, value.length / 4)

/** Shannon entropy in bits a character. */
export function entropy(value: string): number {
  const counts = new Map<string, number>()
  for (const char of value) counts.set(char, (counts.get(char) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length)
  return bits
}
