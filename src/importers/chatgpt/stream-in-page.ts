const CALL = 'streamController.enqueue('

/** The stream a page hands to its scripts, piece by piece: `streamController.enqueue("…")`. Empty where there is none. */
export function streamInPage(page: string): string {
  const pieces: string[] = []
  for (let at = page.indexOf(CALL); at >= 0; at = page.indexOf(CALL, at)) {
    at += CALL.length
    const start = page.slice(at, at + 20).search(/\S/) + at
    if (page[start] !== '"') continue
    const end = endOfString(page, start)
    if (end === undefined) {
      pieces.push(unescape(page.slice(start + 1)))
      break
    }
    pieces.push(unescape(page.slice(start + 1, end)))
    at = end
  }
  return pieces.join('')
}

/** Position of the quote that closes the one at `start`. */
function endOfString(text: string, start: number): number | undefined {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0
    while (text[at - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return at
  }
  return undefined
}

/** The text of a JavaScript string: JSON's escapes, and `\xNN` and needless ones, which JSON lacks. */
function unescape(literal: string): string {
  const json = literal.replace(/\\(?:x([0-9a-f]{2})|([^]))/gi, (all, hex: string | undefined, sign: string) =>
    hex !== undefined ? `\\u00${hex}` : '"\\/bfnrtu'.includes(sign) ? all : sign === '\n' ? '' : sign,
  )
  try {
    return String(JSON.parse(`"${json}"`))
  } catch {
    return ''
  }
}
