const MAX_LOOKED_AT = 64 * 1024
const ID_NAMES = ['conversation_id', 'uuid', 'id']
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Title (the member of that name), else id, of a conversation whose JSON is broken, as far as its first bytes tell. */
export function nameOfCut(bytes: Uint8Array, titleName: string): string | undefined {
  const text = decoder.decode(bytes.subarray(0, MAX_LOOKED_AT))
  for (const name of [titleName, ...ID_NAMES]) {
    const literal = new RegExp(`"${name}"\\s*:\\s*("(?:[^"\\\\]|\\\\.)*")`).exec(text)?.[1]
    if (literal === undefined) continue
    const value = parseString(literal)?.toWellFormed().trim()
    if (value) return value
  }
  return undefined
}

function parseString(literal: string): string | undefined {
  try {
    return JSON.parse(literal) as string
  } catch {
    return undefined
  }
}
