const NON_ASCII = /[^\x00-\x7f]/

/** The text looked at last and whether it is plain: many patterns are tried on the same one. */
const last = { text: '', isPlain: true }

function isPlain(text: string): boolean {
  if (text !== last.text) {
    last.text = text
    last.isPlain = !NON_ASCII.test(text)
  }
  return last.isPlain
}

/**
 * A pattern with the flag `u`, for texts of any script. On plain ASCII its twin without that flag is used: for `iu` V8
 * takes up to twenty times as long as for `i`.
 */
export class Pattern {
  private readonly plain: RegExp

  constructor(private readonly wide: RegExp) {
    this.plain = plainTwin(wide)
  }

  /** The one of both that is right for a text. */
  on(text: string): RegExp {
    return isPlain(text) ? this.plain : this.wide
  }

  /** Whether it matches; not for patterns with the flag `g`. */
  test(text: string): boolean {
    return this.on(text).test(text)
  }
}

/** What a property of Unicode comes to within ASCII; nothing, where it is not named here. */
const WITHIN_ASCII: Readonly<Record<string, string>> = { L: 'a-zA-Z', Lu: 'A-Z', Ll: 'a-z', N: '0-9' }

/** A pattern that matches in plain ASCII what another does. Its escapes must be those that mean the same without `u`. */
export function plainTwin(pattern: RegExp): RegExp {
  let isInClass = false
  const source = pattern.source.replace(/\\p\{(\w+)(?:=\w+)?\}|\\.|[[\]]/gsu, (found, property?: string) => {
    if (property === undefined) {
      if (found === '[') isInClass = true
      else if (found === ']') isInClass = false
      return found
    }
    const letters = WITHIN_ASCII[property] ?? ''
    return isInClass ? letters : `[${letters}]`
  })
  return new RegExp(source, pattern.flags.replace('u', ''))
}
