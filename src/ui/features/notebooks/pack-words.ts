import type { PackWords } from '../../../domain/context-pack.ts'
import { isoDay } from '../../dates.ts'
import { plainText } from '../../markdown/plain.ts'
import { notebookWords } from '../../notebook-words.ts'
import { words } from '../../words.ts'
import { shortened } from '../card/card-text.ts'

const own = notebookWords.pack

/** The words of a context pack, and how a footnote names its source: `Claude, “Rye bread”, 2026-11-24, answer 2`. */
export const PACK_WORDS: PackWords = {
  untitled: words.untitled,
  intro: own.intro,
  note: notebookWords.note,
  passage: own.passage,
  conversation: own.conversation,
  from: (context) => own.from(plainText(context)),
  footnote({ acuId, authorDid, source }) {
    if (!source) {
      const card = shortened(acuId, 4)
      return authorDid === undefined ? own.alone(card) : own.by(card, shortened(authorDid))
    }
    return [
      words.providers[source.provider],
      `“${source.title || words.untitled}”`,
      ...(source.at === undefined ? [] : [isoDay(source.at)]),
      (source.role === 'user' ? own.question : own.answer)(source.ordinal),
    ].join(', ')
  },
}
