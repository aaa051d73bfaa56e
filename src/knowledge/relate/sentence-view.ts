import { stemOf, wordsIn, type Word } from './tokens.ts'
import { isNegator } from './negation.ts'

const STOP = new Set(
  (
    'a an the of to in on at by for from with as is are was were be been being am it its this that these those there here ' +
    'and or but if then than so such into onto over under about through during while when where which who whom whose what how ' +
    'he she they them his her their him you your we our us i me my mine one ones some any other another each has have had having ' +
    'do does did doing done can could will would shall should may might must just also very really quite too only even still ' +
    'up out off down again more most much many well like get got go going up uh um yeah oh not ' +
    'der die das den dem des ein eine einen einem einer eines und oder aber ist sind war waren sein wird werden wurde wurden hat ' +
    'haben kann können muss müssen soll sollen sich es er sie wir ihr ich zu im in an am auf aus bei mit von vom zum zur für als ' +
    'auch nur noch schon so wie dass wenn man dieser diese dieses ' +
    'le la les un une des du de et ou mais est sont était être a ont ce cette ces il elle ils elles on nous vous je à au aux en ' +
    'dans par pour sur avec que qui se ne y ' +
    'el los las lo una unos unas y o pero es son fue ser está están del al en por para con que se su sus ' +
    'os as um uma uns umas e mas é são foi ser está estão do da dos das no na nos nas em por para com que se seu sua ' +
    'il lo gli i un uno e ma è sono del della dei delle nel nella di da per con che si ' +
    'de het een en of maar is zijn was van voor met op te dat die ' +
    'i w z na do się jest są że to a o и в на с по к у о от за для из как что это он она они мы вы я но или а же бы быть есть'
  ).split(' '),
)

/** A sentence as conflicts are looked for in it. */
export interface SentenceView {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly words: readonly Word[]
  /** Stem of each word. */
  readonly stems: readonly string[]
  /** Stems of the words that say what it is about: no small words, no numbers, no negation. */
  readonly content: ReadonlySet<string>
}

const NUMBER = /^\d/

/** True for small words that say nothing by themselves. */
export const isSmall = (word: string): boolean => STOP.has(word)

/** Words, stems and content of the part of a text. */
export function viewOf(text: string, start: number, end: number): SentenceView {
  const words = wordsIn(text, start, end)
  const stems = words.map(({ word }) => stemOf(word))
  const content = new Set<string>()
  words.forEach(({ word }, at) => {
    if (!isSmall(word) && !NUMBER.test(word) && !isNegator(word)) content.add(stems[at]!)
  })
  return { text, start, end, words, stems, content }
}

/** How much of the content of two sentences is shared: stems, share of the smaller and of the larger set. */
export interface CommonContent {
  readonly shared: number
  readonly ofSmaller: number
  readonly ofLarger: number
}

/** What two sentences have in common. */
export function sharedContent(a: SentenceView, b: SentenceView): CommonContent {
  let shared = 0
  for (const stem of a.content) if (b.content.has(stem)) shared++
  const smaller = Math.max(1, Math.min(a.content.size, b.content.size))
  return { shared, ofSmaller: shared / smaller, ofLarger: shared / Math.max(smaller, a.content.size, b.content.size) }
}
