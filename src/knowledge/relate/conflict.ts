import type { TextRange } from '../../domain/related.ts'
import { quickSentences } from '../decompose/sentences.ts'
import { betweenJoined } from './conflict-joined.ts'
import { byNegation, byNumber, byOpposite, type Conflict } from './conflict-rules.ts'
import { sharedContent, viewOf, type SentenceView } from './sentence-view.ts'

/** Sentences looked at in each text. */
const MAX_SENTENCES = 40
/** Longer ones are lists and data rather than statements. */
const MAX_WORDS = 60

/**
 * Whether two passages about the same thing may contradict each other, and where: the clearest of what their sentences
 * give. Two sentences conflict where they say the same but for one negation, one pair of words that exclude each other, or
 * a number of the same thing. Undefined where nothing is certain enough. Symmetric; never throws.
 */
export const conflictOf = (a: string, b: string): Conflict | undefined => conflictIn(statementsOf(a), statementsOf(b))

/** {@link conflictOf} of texts whose sentences are known. */
export function conflictIn(mine: readonly SentenceView[], theirs: readonly SentenceView[]): Conflict | undefined {
  // Always asked from the same side: of several conflicts as clear as each other the same is told.
  if ((mine[0]?.text ?? '') <= (theirs[0]?.text ?? '')) return clearest(mine, theirs)
  const found = clearest(theirs, mine)
  return found && { ...found, a: found.b, b: found.a }
}

function clearest(mine: readonly SentenceView[], theirs: readonly SentenceView[]): Conflict | undefined {
  let best: Conflict | undefined
  for (const one of mine)
    for (const other of theirs) {
      const found = between(one, other)
      if (found && (!best || found.weight > best.weight)) best = found
    }
  // Where a text also says the very same as the other, the difference is between two of its own cases.
  if (best && agrees(best, mine, theirs)) return undefined
  return best
}

/** The sentences of a text that may state something: no questions, nothing too long. */
export function statementsOf(text: string): SentenceView[] {
  return quickSentences(text.slice(0, 8_000))
    .slice(0, MAX_SENTENCES)
    .map(({ start, end }) => viewOf(text, start, end))
    .filter(
      ({ words, text: whole, end }) =>
        words.length > 0 && words.length <= MAX_WORDS && !/[?？؟]/.test(whole.slice(end - 2, end)),
    )
}

const sameWords = (a: SentenceView, b: SentenceView): boolean =>
  a.stems.length === b.stems.length && a.stems.every((stem, at) => stem === b.stems[at])

const holds = (view: SentenceView, range: TextRange): boolean => range.start >= view.start && range.end <= view.end

function agrees(conflict: Conflict, mine: readonly SentenceView[], theirs: readonly SentenceView[]): boolean {
  const one = mine.find((view) => holds(view, conflict.a))
  const other = theirs.find((view) => holds(view, conflict.b))
  return (
    (one !== undefined && theirs.some((view) => sameWords(view, one))) ||
    (other !== undefined && mine.some((view) => sameWords(view, other)))
  )
}

/** The clearest conflict of two sentences; undefined where they say the same, or are about different things. */
function between(a: SentenceView, b: SentenceView): Conflict | undefined {
  const characters = a.words.filter(({ isCharacter }) => isCharacter).length
  if (characters > a.words.length / 2) return betweenJoined(a, b)
  const common = sharedContent(a, b)
  if (common.shared === 0) return undefined
  const found = byNumber(a, b, common) ?? byOpposite(a, b, common) ?? byNegation(a, b, common)
  return found && { ...found, weight: (common.ofSmaller + common.ofLarger) / 2 }
}
