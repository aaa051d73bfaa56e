import { Pattern } from '../pattern.ts'
import { countMatches } from '../count-matches.ts'

/**
 * What kind of text an answer is. `matter`: it explains, instructs or informs, and its pieces are worth something alone.
 * `fiction`: a story, scene, poem, song, role-play or advertisement; a piece of it says nothing without the rest.
 * `exercise`: one problem worked out in numbers; its steps say nothing without the task.
 */
export type Genre = 'matter' | 'fiction' | 'exercise'

/** Characters looked at: the beginning tells. */
const LOOKED_AT = 4_000
const LEAST_WORDS = 25
/** What an answer is, it says here, where it says it. */
const OPENING = 300

/**
 * Genre of a whole answer, by shares of its words and lines; the bounds were set by reading answers in fifteen languages.
 * Signs that hold in any script come first: who speaks before the words, verses, scenes in brackets, quoted speech,
 * exclamations, equations in figures.
 */
export function genreOf(text: string): Genre {
  const head = withoutFences(text.slice(0, LOOKED_AT))
  const words = countMatches(WORD, head) + countMatches(WIDE, head) / 2
  const lines = head.split('\n').filter((line) => line.trim() !== '')
  if (words < LEAST_WORDS) return lines.length >= 3 && areVerses(lines) ? 'fiction' : 'matter'
  if (isWorkedOut(head, lines)) return 'exercise'
  return isInvented(text, head, lines, words) ? 'fiction' : 'matter'
}

const WORD = new Pattern(/[\p{L}'’]+/gu)
const WIDE = new Pattern(/[\u3040-\u30ff\u3400-\u9fff]/gu)

const withoutFences = (text: string): string => text.replace(/```[\s\S]*?(?:```|$)/g, '\n')
const share = (lines: readonly string[], pattern: Pick<RegExp, 'test'>): number =>
  lines.filter((line) => pattern.test(line)).length / Math.max(1, lines.length)

const CODED =
  /[`{}]\s*$|[)\]"'}];\s*$|=.*;\s*$|^\s*(?:#|\/\/|\$ |(?:def|return|import|from|const|let|var|for|while|if|else|class|function|print|end|set|call|fn|pub)\b.*[:({;=\])]?\s*$)/

/** `= 12`, `≈ 3.4`, `=> x = –2`. */
const EQUATED = /[=≈⇒⇔≤≥][\s$\\({[]*[-–−+±√]?[\s$\\({[]*\d/g
const EQUALS = /[=≈]/g
const PROVES = new Pattern(
  /(?<!\p{L})(?:we (?:are given|need to (?:show|prove|find)|want to (?:show|prove|find)|wish to|must (?:show|prove)|will (?:show|prove)|get|have|obtain)|let(?:['’]s)? (?:denote|us|[a-z] (?:be|=))|suppose|assume|substitut\w+|plug(?:ging)?|solv(?:e|ing) for|both sides|hence|thus|therefore|q\.e\.d|it follows)(?!\p{L})|设|令|代入|解得|可得|于是|证明|подстав|получа(?:ем|ется)|следовательно|откуда|вычисл|sustituy|por (?:lo )?tanto|donc|ainsi|daraus folgt|thay (?:vào|số)|suy ra|ta có/giu,
)

/** Few words and many equations; or equations in figures again and again. */
function isWorkedOut(head: string, lines: readonly string[]): boolean {
  const size = head.length
  if (share(lines, CODED) > 0.2) return false
  const equated = countMatches(EQUATED, head)
  const equals = countMatches(EQUALS, head)
  if (equated >= 4 && size / equated < 450) return true
  if (equals >= 8 && size / equals < 140) return true
  if (equals + countMatches(/[∈∀∃≤≥∑∫√]|\\\(|\\\[|\$\S/g, head) < 3) return false
  const proves = countMatches(PROVES, head)
  return proves >= 5 && size / proves < 330
}

/** Who speaks, before the words or alone on a line; stage directions; panels, verses and scenes as headings. */
const SPOKEN = new Pattern(
  /^\s*(?:[*_]*\p{Lu}[\p{L} .'’-]{0,24}[*_]* ?[(（][^()（）]{1,80}[)）][*_]* ?[:：]|[*_]*\p{Lu}[\p{L} .'’-]{1,24}[*_]* ?[:：] ?["“«「]|[\p{Lo}]{2,6}(?:[(（][^()（）]{1,30}[)）])?[:：]\s?["“「]|[[【(（][\p{L}\d][^\])】）]{10,}[\])】）]\s*$|— ?[\p{Lu}¡¿«"“])/u,
)
const STAGED = new Pattern(
  /^[\s*_#>[【(]*(?:scene|act|panel|excerpt|chapter|verse|chorus|pre-chorus|bridge|outro|intro|hook|refrain|stanza|narrator|int\.|ext\.|escena|acto|capítulo|viñeta|verso|estribillo|cena|quadro|scène|acte|chapitre|couplet|refrain|szene|akt|kapitel|strophe|сцена|акт|глава|куплет|припев|cảnh|chương|hồi|lời thoại|trường đoạn|場面|场景|場景|第[一二三四五六七八九十\d]+[章幕场場回]|副歌|主歌)(?![\p{L}])/gimu,
)
/** Lines that break by themselves, as verses do: two blanks before the end, or short and without a full stop. */
const VERSE_BREAK = new Pattern(/^\s*(?![\s\-*•–#|>\d([])[^|`=;{}]{6,140}\S {2,}$/u)
const UNENDED = new Pattern(/^\s*(?![\s\-*•–#|>\d([])[^.。:：|`=;{}()]{12,64}[,;!?–—…]?\s*$/u)
const QUOTED = new Pattern(/["“«「『][^"”»」』\n]{12,}[.!?…,。！？—-]["”»」』]/gu)
const EXCLAIMED = /[!！]/g
const INVENTED = new Pattern(
  /(?<!\p{L})(?:fiction(?:al)?|(?:short )?stor(?:y|ies)|poem|haiku|sonnet|limerick|lyrics|rap|screenplay|monologue|role-?play|fan ?fiction|narrat(?:or|ive)|(?:game )?campaign|dungeon|encounter|riddle|ficci[oó]n|fict[ií]ci[oa]|cuento|poema|historieta|cómic|guion|história|conto|roteiro|conte|poème|histoire|fiction|geschichte|gedicht|märchen|сказка|рассказ|стих(?:отворение)?|сценарий|вымышлен\w+|pohádka|příběh|truyện|kịch bản|bài thơ)(?!\p{L})|小说|剧本|故事|诗|詩|歌词|俳句|短歌|虚构|文学创作|书名|对联|角色|小説|物語|脚本|시나리오|소설|이야기|കഥ/giu,
)

/** How tales begin. */
const BEGINS = new Pattern(
  /^[\s\S]{0,200}?(?<!\p{L})(?:once upon a time|byl[ai]? jednou|es war einmal|il était une fois|érase una vez|había una vez|era uma vez|c['’]era una volta|жил[аи]?-был[аи]?|ngày xửa ngày xưa|dawno temu)(?!\p{L})|从前|很久以前|昔々|むかしむかし/iu,
)

const ADVERTISES = new Pattern(
  /\b(?:don['’]t (?:wait|miss)|act now|call to action|order (?:now|yours|today)|(?:call|contact|visit|join) us|(?:buy|shop|sign up|secure yours?|get yours?) (?:now|today)|unleash(?:ing)? |unlock (?:the|your)|elevate your|transform your|step into a|say goodbye to|limited time|product name|hashtags?|call-to-action|inscríbete|apúntate|descubre|ladies and gentlemen|esteemed (?:colleagues|guests)|weekly (?:activity )?report)\b|#\p{L}{3,}/giu,
)

/** Persons, verbs in the past, and what states, addresses or lists: English only. */
const PERSONS = /\b(?:i|he|she|they|we|me|him|her|them|us|my|his|their|our)\b/gi
const PAST = new Pattern(
  /\b(?:was|were|had|said|told|felt|stood|took|came|went|saw|knew|began|found|thought|heard|held|left|kept|made|gave|ran|sat|spoke|met|\p{L}{3,}ed)\b/giu,
)
/** Verbs in the past of Romance and Slavic languages, by their endings. */
const PAST_ELSEWHERE = new Pattern(
  /(?<!\p{L})\p{L}{2,}(?:aba|aban|ía|ían|ieron|aron|ó|ava|avam|aram|ait|aient|èrent|л|ла|ло|ли|лся|лась|лись)(?!\p{L})/giu,
)
/** He and she, of Chinese. */
const PERSONS_ZH = new Pattern(/[她他](?!们的?(?:数据|代码))/gu)
const STATES = /\b(?:is|are|can|should|may|must|will)\b/gi
const ADDRESSED = /\byour?\b/gi
const LISTED = /^\s*(?:[-*•#|>]|\d{1,3}[.)])/
const TECHNICAL = /`[^`\n]+`|\b[a-z]+(?:[A-Z]\w*|_\w+)+\b|\b\w+\(\)|https?:/g

function isInvented(text: string, head: string, lines: readonly string[], words: number): boolean {
  if (text.includes('```') || countMatches(TECHNICAL, head) / words > 0.03 || share(lines, CODED) > 0.15) return false
  const per = (pattern: RegExp | Pattern): number => countMatches(pattern, head) / words
  const spoken = Math.max(share(lines, SPOKEN), takesTurns(lines))
  const staged = countMatches(STAGED, head)
  const listed = share(lines, LISTED)
  if (BEGINS.test(head.slice(0, 300))) return true
  if (spoken >= 0.2 || (spoken > 0.05 && staged >= 2) || staged >= 3) return true
  const verses = versed(lines)
  if (areVerses(lines, verses)) return true
  if (countMatches(INVENTED, head.slice(0, OPENING)) >= 1) return true
  const named = countMatches(INVENTED, head)
  const exclaimed = per(EXCLAIMED)
  const quoted = countMatches(QUOTED, head)
  if (named >= 1 && (verses > 0.25 || spoken > 0.03 || exclaimed > 0.006 || quoted >= 1 || named >= 3)) return true
  if (countMatches(ADVERTISES, text.slice(0, LOOKED_AT * 2)) >= 2) return true
  if (exclaimed > 0.012 && countMatches(EXCLAIMED, head) >= 4) return true
  if (quoted >= 3 && listed < 0.3 && per(/\d/g) < 0.05) return true
  if (words >= 100 && listed < 0.1 && (per(PAST_ELSEWHERE) >= 0.06 || per(PERSONS_ZH) >= 0.03)) return true
  return (
    words >= 100 &&
    listed < 0.25 &&
    per(PERSONS) >= 0.04 &&
    per(PAST) >= 0.06 &&
    per(STATES) < 0.02 &&
    per(ADDRESSED) < 0.025
  )
}

/** Share of lines that break as verses do. */
const versed = (lines: readonly string[]): number =>
  Math.max(share(lines, VERSE_BREAK), lines.length >= 6 ? share(lines, UNENDED) : 0)

const areVerses = (lines: readonly string[], verses = versed(lines)): boolean =>
  lines.length >= 3 && verses >= 0.55 && share(lines, LISTED) < 0.3

const TURN = new Pattern(/^\s*[*_]*(\p{Lu}[\p{L}. ]{0,20})[*_]*[:：] ?[*_]*\s*\S/u)

/** Share of lines in which the same few take turns to speak. */
function takesTurns(lines: readonly string[]): number {
  const turns = new Map<string, number>()
  for (const line of lines) {
    const name = TURN.on(line).exec(line)?.[1]
    if (name !== undefined) turns.set(name, (turns.get(name) ?? 0) + 1)
  }
  const again = [...turns.values()].filter((times) => times >= 2)
  return again.length >= 2 && again.length <= 6 ? again.reduce((a, b) => a + b, 0) / lines.length : 0
}
