import { Pattern } from '../pattern.ts'
import { endsAsking } from './ends-asking.ts'

/** Where a field is named first: `In law, a tort is …`. */
const FIELD = new Pattern(
  /^in (?!(?:this|that|these|those|the|our|my|your|his|her|their|other|some|most|many|all|addition|general|fact|short|contrast|summary|conclusion|order|particular|practice|\d)\b)[\p{L} -]{3,40}, /iu,
)
/** A remark between a term and its verb: `Stress, in mechanics, is …`. */
const ASIDE = new Pattern(
  /^([^,.;:!?]{2,50}), in (?!my|our|his|her|your|their|this)[\p{L} -]{3,30},(?= (?:is|are)\b)/iu,
)

/** Begins with what is no term: pronouns, quantities, clauses, and nouns that only point at the text around. */
const NO_TERM = new Pattern(
  /^(?:i|you|we|he|she|they|it|this|that|these|those|there|here|what|who|which|where|when|why|how|if|my|your|our|his|her|their|its|one|another|some|all|most|many|each|both|everyone|nobody|today|not|also|but|and|or|so|because|although|since|while|whereas|thus|therefore|hence|however|let|now|then|assuming|given|below|above|overall|note|finally|let['’]s|\p{L}+ly,|yes|no|in|on|at|for|with|by|from|as|to|of|after|before|the (?:first|second|third|next|last|only|other|same|best|main|answer|problem|reason|result|issue|question|goal|key|code|function|following|title|above|fact|thing|idea|total|output))(?![\p{L}\p{N}'’-])/iu,
)

/**
 * What is said of a thing rather than what it is (`a serious problem`, `the best way`, `a good idea`), unless what follows
 * tells it from others (`a powerful technique for finding paths`).
 */
const SAID_OF =
  '(?!(?:best|worst|most|only|first|last|next|same|other|few|little|lot|matter|must|bit|main|chief|key|one|ones|result)\\b|(?:\\p{L}+ ){0,2}(?:problem(?! of \\p{L}+ing\\b)|issue|challenge|reason|idea|choice|option|mistake|waste|success|failure|mystery|pity|shame|answer|place)\\b|(?:\\p{L}+ly )?(?:good|bad|great|big|serious|major|blunt|real|common|popular|important|nice|perfect|powerful|useful|crucial|vital|better|huge|growing|key)\\b(?! (?:[\\p{L}-]+ ){1,5}(?:that|which|used|for|whose)\\b))'
/** What tells a thing from others of its kind. */
const TELLS =
  '(?:that|which|who|whose|where|when|of|for|from|with|without|between|to|by|into|over|below|above|against|used|made|given|\\p{L}+ing)'
const TERM = '(?:(?:an?|the) )?["“«\'‘]?[\\p{L}\\p{N}][^.!?:;,]{0,70}?'
const OFTEN =
  '(?: (?:usually|often|also|generally|commonly|basically|essentially|simply|technically|typically|sometimes))?'
/** Explains a term in commas or brackets between it and its verb. */
const BESIDE = '(?: ?\\([^)]{1,40}\\)|, [^,]{3,60},)?'
const NAMED = '(?:called|known as|referred to as|termed|named)'
const NAMING = [' called ', ' known as ', ' referred to as ', ' termed ', ' named ']
/** Who names things. */
const NAMERS =
  '(?:we|one|people|scientists|\\p{L}+(?:ists|ians|ologers|onomers|graphers|ticians)|engineers|lawyers|programmers|developers|doctors)'
/** Nouns by which a description of something begins before it gets its name. */
const KIND =
  '(?:part|process|study|principle|set|number|amount|force|distance|point|line|branch|act|practice|ability|tendency|theory|law|rule|substance|person|place|value|time|rate|region|layer|organ|cell|structure|property|unit|group|quantity|energy|change|movement|science|field|method|technique|difference|ratio|sum|device|period|condition|type|kind|form|system|area|collection|space|state|belief)'

/** What forms have in them, each once: many have the same. */
const PARTS: string[] = []

/**
 * A form of sentence, and what any sentence of that form has in it, in small letters, one of some {@link PARTS}: far
 * sooner looked for.
 */
interface Form {
  readonly has: readonly number[]
  readonly pattern: Pattern
}

const numberOf = (part: string): number => {
  const known = PARTS.indexOf(part)
  return known < 0 ? PARTS.push(part) - 1 : known
}

const of = (source: string, ...has: readonly string[]): Form => ({
  has: has.map(numberOf),
  pattern: new Pattern(new RegExp(`^${source}`, 'iu')),
})

/** Forms that begin with the term, in English, each with an example of what it finds. */
const OF_TERMS: readonly Form[] = [
  // A cache is a small store that keeps copies.
  of(`(?!the )${TERM}${BESIDE} is${OFTEN} (?:an?|any) ${SAID_OF}`, ' is'),
  // The heart is an organ that moves the blood.
  of(
    `the [^.!?:;,]{1,60}?${BESIDE} is${OFTEN} an? ${SAID_OF}(?:[\\p{L}-]+ ){1,6}(?:that|which|whose|by which|in which|of|for|used)\\b`,
    ' is',
  ),
  // The median is the value that stands in the middle.
  of(`${TERM}${BESIDE} (?:is|are)${OFTEN} the ${SAID_OF}(?:[\\p{L}-]+ ){1,5}?${TELLS}\\b`, ' is', ' are'),
  of(
    `${TERM}${BESIDE} (?:is|are)${OFTEN} (?:the (?:smallest|largest) |one of the |any |types? of |kinds? of )`,
    ' is',
    ' are',
  ),
  // Herbivores are animals that feed on plants.
  of(
    `(?!the )${TERM}s?${BESIDE} are${OFTEN} ${SAID_OF}(?!\\p{L}+(?:ed|ing|ly)\\b|(?:made|often|used|not|the|an?|about|almost|more|less|in|on|at|out|up)\\b)(?:[\\p{L}-]+ ){0,4}[\\p{L}]+s?(?:,)? (?:that|which|who|whose|in which|made of|consisting of|composed of|with|of)\\b`,
    ' are',
  ),
  of(`(?!the )${TERM}${BESIDE} are${OFTEN} an? ${SAID_OF}`, ' are'),
  // Latency is defined as the time that passes; it may be thought of as a delay.
  of(
    `${TERM}${BESIDE} (?:is|are|can be|may be|might be)${OFTEN}(?: best)? (?:defined|understood|thought of|described) as (?!\\w+ (?:best|most|waste)\\b)`,
    ' as ',
  ),
  of(
    `${TERM}${BESIDE} (?:is|are) (?:short for|used to (?:describe|refer|denote|measure))\\b`,
    ' short for',
    ' used to ',
  ),
  // Osmosis refers to the movement of water.
  of(
    `${TERM}${BESIDE} (?:refers? to|stands for|denotes?|signif(?:y|ies)) `,
    ' refer',
    ' stands for ',
    ' denote',
    ' signif',
  ),
  of(
    `(?!(?:the )?(?:chapter|section|article|book|figure|table|page|paper|story|author|text|report)\\b)${TERM}${BESIDE} describes? (?:the|an?|any|how|what)\\b`,
    ' describe',
  ),
  of(`(?!\\p{L}+ing \\p{L})${TERM}${BESIDE} means (?:that|the|an?|any|to|\\p{L}+ing)\\b`, ' means '),
  // An ecosystem consists of all living things of a place. A monopoly exists when one seller supplies a market.
  of(`(?:an?|any) [^.!?:;,]{2,60}? consists? of `, ' consist'),
  of(
    `(?:an? )?[^.!?:;,]{2,60}? (?:exists|occurs|arises|happens|takes place) (?:when|if|where|whenever)\\b`,
    ' exists ',
    ' occurs ',
    ' arises ',
    ' happens ',
    ' takes place ',
  ),
  // A metaphor is when one thing is spoken of as another; respiration is how a cell gets its energy.
  of(
    `(?!(?:an? |the )?(?:\\p{L}+ )?(?:good|best|moment|time|day|way|worst|right)\\b)(?:an? )?[\\p{L}-]+(?: [\\p{L}-]+){0,2} is${OFTEN} (?:when|how|where)\\b`,
    ' when',
    ' how',
    ' where',
  ),
  // Altruism is acting for the good of others.
  of(
    `\\p{L}+(?:ism|tion|sion|ing|ness|ity|ment|sis|ance|ence|ship|ture|cy|logy|graphy|metry|age) is${OFTEN} \\p{L}+ing\\b`,
    'ing',
  ),
  // …; such a value is called a digest. …, known as inertia, …
  of(`[^.!?]{10,300}?[,;] (?:and )?(?:(?:such|this|these|which) (?:[\\p{L}]+ ){0,3}?(?:is|are) )${NAMED} `, ...NAMING),
  of(
    `(?:an? |the )?[\\p{L} -]{3,60},? \\(?(?:also|sometimes|often|otherwise|commonly) ${NAMED} [^,)]{3,50}[,)] (?!was\\b|were\\b|had\\b)`,
    ...NAMING,
  ),
  // Hyperventilation — breathing faster than needed — lowers the carbon dioxide.
  of(
    `(?!the )(?:an? )?[\\p{L}-]+(?: [\\p{L}-]+){0,3} [—–-] (?:\\p{L}+ing|an?|the|any) [^—–]{6,120} [—–-] (?!was\\b|were\\b|had\\b|said\\b)`,
    ' — ',
    ' – ',
    ' - ',
  ),
  // Photosynthesis, or the building of sugar, is …; tectonic plates, which are slabs of rock, make …
  of(`(?:an? |the )?[\\p{L}-]+(?: [\\p{L}-]+){0,4},? or (?:the |an? |simply )?[^,.;:]{3,90}, (?:is|are)\\b`, ' or '),
  of(
    `(?:an? )?[\\p{L}-]+(?: [\\p{L}-]+){0,4}, which (?:is|are|means|refers to) (?:an? |the |any |[\\p{L}-]+ [\\p{L}-]+ (?:of|that) )${SAID_OF}[^,.;:]{4,120}, (?!was\\b|were\\b|had\\b)`,
    ', which ',
  ),
  // Evaporation, the change of a liquid into a gas, cools what it leaves.
  of(
    `(?!the )(?:an? )?[\\p{L}-]+(?: [\\p{L}-]+){0,3}, (?:the|an?) ${SAID_OF}(?:[\\p{L}-]+ ){1,4}?(?:of|that|which|in which|by which|used|between) [^,.;:]{4,120}, (?!was\\b|were\\b|had\\b|has been\\b|said\\b|\\p{L}+ed\\b)`,
    ', the ',
    ', a ',
    ', an ',
  ),
]
/** Forms that begin otherwise. */
const OF_CLAUSES: readonly Form[] = [
  // To refactor is to change code.
  of(
    `to ["“'‘]?\\p{L}+["”'’]?(?: (?!(?:this|that|these|the|our|my|your|what|how|it)\\b)[\\p{L}-]+){0,3} (?:is|means) to\\b`,
    ' is to',
    ' means to',
  ),
  // By "opportunity cost" economists mean the value; what physicists call work is the product of two.
  of(`by (?:the (?:term|word) )?["“'‘]?[^,.;:]{2,50}["”'’]? (?:${NAMERS} (?:mean|understand)|is meant)\\b`, 'by '),
  of(
    `what (?:${NAMERS} (?:call|refer to as|know as)|(?:is|are)${OFTEN} ${NAMED}) [^.!?;:,]{2,40} (?:is|are) (?:an?|the) ${SAID_OF}`,
    'what ',
  ),
  // We call a number prime if it has two divisors.
  of(`(?:[\\p{L} ]{3,30}, )?${NAMERS}${OFTEN} (?:call|name) (?:an?|any|such|those|these|this)\\b`, ' call ', ' name '),
  // The study of words is called etymology; compounds of that kind are known as hydrocarbons.
  of(
    `(?!(?:assuming|let|suppose|if|when|since|to)\\b)[^.!?]{3,160}? (?:is|are)${OFTEN}(?: \\p{L}+ly)? ${NAMED} (?!off\\b|on\\b|upon\\b|out\\b|back\\b|by\\b|in\\b|for\\b|after\\b)`,
    ...NAMING,
  ),
  // The part of a plant that takes up water is the root.
  of(
    `(?:the|an?) ${KIND} (?:of|that|which|who|in which|at which|by which)\\b(?![^.]*\\b(?:we|i|he|she|they) )[^.!?;:]{10,140} (?:is|are) (?:the |an? |its |their )?${SAID_OF}(?:[\\p{L}'’-]+ ?){1,3}\\.$`,
    ' is ',
    ' are ',
  ),
  of(`\\p{L}+s (?:that|which|who|whose|with) [^.!?;:]{10,120} are (?:[\\p{L}-]+ ){0,2}\\p{L}+s\\.$`, ' are '),
]

/** `Inflation: a lasting rise in prices`; not a title, whose words begin with capitals, nor a statement after a label. */
const LABELLED = new Pattern(
  /^(?!(?:[Ee]xamples?|[Nn]otes?|[Rr]emember|[Tt]ips?|[Aa]nswer|[Ww]arning|[Rr]esult|[Qq]uestion|[Ss]ummary|[Cc]onclusion|[Rr]emark|[Hh]int|[Ss]tep|[Oo]ption|[Gg]oal|[Tt]ask|[Pp]roblem|[Ss]olution|[Rr]eason|[Tt]oday|[Ii]mportant|[Tt]itle)\b)["“'‘]?[\p{L}-]+(?: [\p{L}-]+){0,3}["”'’]?(?: \([^)]{1,40}\))?: (?:(?:[Aa]n?|[Aa]ny) (?:[\p{Ll}-]+ ){1,6}?(?:of|in|that|which|who|whose|for|to|between|by|with|where|used)|[Tt]he (?:[\p{Ll}-]+ ){1,3}?(?:of|that|which|who|in which|by which|used|between))\b/u,
)

/** `The term moraine describes …`, whatever follows. */
const OF_WORD = new Pattern(
  /^the (?:term|word|phrase|expression|name) ["“'‘]?[^.!?;]{2,60}? (?:describes?|denotes?|means?|refers? to|stands for|is used (?:for|to)|is (?:short|another name) for)\b/iu,
)

const OTHER_VERBS =
  "(?:(?:ist|sind) (?:eine?[rsnm]? |der |die |das )|bezeichnet |(?:es|son) (?:un[ao]?s? |el |la )|se refiere a |se define como|(?:est|sont) (?:une? |l[ea'’] ?)|désigne |—\\s?это |– это |является |называется |是(?:一种|一个|指|由|用于|用来)|指的是|是指|とは|هو |هي )"
const OTHER_VERB = new Pattern(new RegExp(OTHER_VERBS, 'iu'))
const OTHER_LANGUAGES = new Pattern(
  new RegExp(
    `^(?:(?:der|die|das|eine?|el|la|los|las|un[ae]?|le|les)\\s+)?["“«]*[\\p{L}\\p{N}][^.!?:;]{1,70}?\\s*(?:\\([^)]{1,40}\\))?\\s*["”»]*\\s*(?:,[^,]{3,60},)?\\s*${OTHER_VERBS}`,
    'iu',
  ),
)

/** Every English form has one of these words or signs. */
const CAN_DEFINE =
  /\b(?:is|are|mean|means|calls?|called|known|termed|named|refers?|denotes?|describes?|stands|signif\w+|consists?|exists|occurs|arises|happens|takes|be)\b|[:—–]| - /i

/** Whether a sentence says what something is. In: one sentence, with its marks. */
export function isDefinition(sentence: string): boolean {
  if (sentence.length >= 600 || endsAsking(sentence)) return false
  const bare = sentence
    .replace(/^[\s>#•-]+/, '')
    .replace(/[*_`]+/g, '')
    // Athens (Greek: Αθήνα) is …
    .replace(/ \([^():]{1,30}:[^()]{1,100}\)/g, '')
    .trim()
  if (CAN_DEFINE.test(bare)) {
    const plain = withoutAsides(bare)
    const small = plain.toLowerCase()
    const holds = partsOf(small)
    const isOf = ({ has, pattern }: Form): boolean => has.some(holds) && pattern.test(plain)
    if (OF_WORD.test(plain) || OF_CLAUSES.some(isOf)) return true
    if (beginsWithTerm(plain) && (LABELLED.test(plain) || OF_TERMS.some(isOf))) return true
  }
  return OTHER_VERB.test(bare) && OTHER_LANGUAGES.test(bare) && beginsWithTerm(bare)
}

const [UNKNOWN, ABSENT, PRESENT] = [0, 1, 2]
const looked = new Uint8Array(PARTS.length)

/** Tells which parts a sentence has, in small letters, until another is asked for; looks for each once. */
function partsOf(small: string): (part: number) => boolean {
  looked.fill(UNKNOWN)
  return (part) => {
    if (looked[part] === UNKNOWN) looked[part] = small.includes(PARTS[part]!) ? PRESENT : ABSENT
    return looked[part] === PRESENT
  }
}

function withoutAsides(sentence: string): string {
  const named = sentence.replace(FIELD.on(sentence), '')
  return named.replace(ASIDE.on(named), '$1')
}

const beginsWithTerm = (sentence: string): boolean => !NO_TERM.test(sentence.replace(/^["“'‘«(]+/, ''))
