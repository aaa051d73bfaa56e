import { isBareCode, isBareFormula, type CardForm } from './card-form.ts'
import { containedMarkdown, fenced } from './contained-markdown.ts'

/** A card's content as Markdown that can stand beside other Markdown. */
function asMarkdown(card: CardForm): string {
  if (isBareCode(card)) return fenced(card.content, card.language)
  if (isBareFormula(card)) return `$$\n${card.content}\n$$`
  return containedMarkdown(card.content)
}

/** Cards as one text, in their order; what another of them holds already is not in it twice. */
export function mergedText(cards: readonly CardForm[]): string {
  const texts = [...new Map(cards.map((card) => [card.content, card])).values()].filter(
    ({ content }, at, all) => !all.some((other, n) => n !== at && other.content.includes(content)),
  )
  if (texts.length === 1) return texts[0]!.content
  // Code of one language goes on as code.
  const [first] = texts
  if (texts.every((one) => isBareCode(one) && one.language === first?.language && one.type === first?.type))
    return texts.map(({ content }) => content).join('\n\n')
  return texts.map(asMarkdown).join('\n\n')
}

/** Most pieces a text is offered in. */
const MOST_PIECES = 400
const FENCE = /^[ \t]*(`{3,}|~{3,})/

/**
 * A text in the pieces between which it may be split, in order, without what is between them: paragraphs; of one
 * paragraph its lines, of one line its sentences. Fenced code is one piece, unless the text is code and nothing else.
 */
export function splitPieces(card: CardForm): readonly string[] {
  const isCode = isBareCode(card)
  const lines = card.content.split('\n')
  const paragraphs: string[] = []
  let open: string | undefined
  let current: string[] = []
  const close = (): void => {
    if (current.length > 0) paragraphs.push(current.join('\n'))
    current = []
  }
  for (const line of lines) {
    const fence = isCode ? undefined : FENCE.exec(line)?.[1]
    if (open === undefined && line.trim() === '') {
      close()
      continue
    }
    current.push(line)
    if (fence === undefined) continue
    if (open === undefined) open = fence
    else if (fence[0] === open[0] && fence.length >= open.length) open = undefined
  }
  close()
  if (paragraphs.length > 1) return paragraphs.slice(0, MOST_PIECES)
  const [only = ''] = paragraphs
  if (!isCode && FENCE.test(only)) return paragraphs
  const ofLines = only.split('\n')
  if (ofLines.length > 1) return ofLines.slice(0, MOST_PIECES)
  return isCode ? ofLines : only.split(/(?<=[.!?…]["”’)]?)\s+(?=\S)|(?<=[。！？])(?=\S)/u).slice(0, MOST_PIECES)
}

/**
 * The texts that a card becomes when it is split.
 * @param pieces as {@link splitPieces} gave them
 * @param before indexes of the pieces a new text begins with
 */
export function splitTexts(content: string, pieces: readonly string[], before: ReadonlySet<number>): readonly string[] {
  const texts: string[] = []
  let at = 0
  let start = 0
  for (const [n, piece] of pieces.entries()) {
    const found = content.indexOf(piece, at)
    if (n > 0 && before.has(n)) {
      texts.push(content.slice(start, found).trimEnd())
      start = found
    }
    at = found + piece.length
  }
  return [...texts, content.slice(start).trimEnd()]
}
