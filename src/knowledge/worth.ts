import { Pattern } from './pattern.ts'
import type { AcuType } from '../domain/acu.ts'
import { genreOf, type Genre } from './classify/genre.ts'
import { countMatches } from './count-matches.ts'
import { leansOnContext } from './classify/sentence.ts'
import type { Piece } from './decompose/decompose.ts'
import { looksLikeCode } from './decompose/specials.ts'
import { weightedLength } from './score/score.ts'

/** Prose shorter than this says too little, unless something introduces it; letters, a CJK character counting twice. */
const LEAST_PROSE = 40

/** One step of a procedure that is shorter than this says something only with the others. */
const LEAST_STEP = 900
/** A bare list below a heading. */
const LEAST_LIST = 220
/** What follows an announcement must say more than this. */
const LEAST_AFTER = 500

/**
 * Which pieces of an answer are worth a card: they say something to somebody who reads nothing else. What fails stays in
 * its message and is found there.
 * In: the text of one part; its pieces, with canonical content and type of each. Out: a decision for each piece.
 */
export function worthOf(
  text: string,
  pieces: readonly Piece[],
  contents: readonly string[],
  types: readonly AcuType[],
): boolean[] {
  const genre = genreOf(text)
  const codes = pieces.flatMap(({ kind }, at) => (kind === 'code' ? [at] : []))
  const leaning = leansOnOthers(codes.map((at) => contents[at]!))
  const dependent = new Set(codes.filter((_, index) => leaning[index]))
  return pieces.map((piece, at) => {
    const content = contents[at]!
    if (content.trim() === '' || dependent.has(at)) return false
    // Where answers sum up.
    const isLast = pieces.length > 1 && at === pieces.length - 1
    return isWorthACard(piece, content, types[at]!, genre, isLast)
  })
}

function isWorthACard(piece: Piece, content: string, type: AcuType, genre: Genre, isLast: boolean): boolean {
  switch (piece.kind) {
    case 'code':
      return isWorthCode(piece, content, type, genre)
    case 'table':
    case 'quote':
    case 'image':
      return genre !== 'fiction'
    case 'formula':
      return genre === 'matter' && !isFigures(content)
    case 'sentence':
      return genre === 'matter' && !/^the /i.test(content) && isWorthProse(piece, content, type, genre)
    case 'passage':
    case 'item':
      return isWorthProse(piece, content, type, genre) && !(isLast && SUMS_UP.test(content))
  }
}

/** Shorter commands name a file and no more: `node index.js`. */
const LEAST_COMMAND = 24
/** Opens an editor, goes somewhere, looks: one line that everybody types. */
const TRIVIAL = /^\s*(?:[$>#] )?(?:sudo )?(?:nano|vim?|emacs|code|cd|ls|cat|mkdir|touch|clear|exit|pwd)\b[^|&;<>\n]*$/
/** Installs one thing: part of every procedure that needs it. */
const INSTALLS =
  /^\s*(?:[$>#] )?(?:sudo )?(?:pip3?|npm|pnpm|yarn|apt(?:-get)?|brew|dnf|yum|cargo|gem|conda|composer|go)\s+(?:-\S+ )*(?:install|add|get|i|require)\s+[^|&;<>\n]+$/
/** Runs a file that was made before. */
const RUNS =
  /^\s*(?:[$>#] )?(?:python3?|node|streamlit run|ruby|perl|php|bash|sh|go run|java|npx tsx|deno run|flask run|\.\/)\s*\S+(?:\.\w{1,5})?(?: \S+)?\s*$/
/** A solution of what is not said. */
const SOLVES =
  /\b(?:solves?|for) (?:the|this) (?:given |above )?problem\b|meets your (?:criteria|requirements)|解决(?:该|这个|这道)?问题/i
/** Code without a fence is taken for code only where it plainly is. */
const PLAINLY_CODE = 0.75
/** A few lines that only call what was defined before them. */
const LEAST_USE = 700
const USES =
  /(?:usage(?: examples?)?|how to use|use (?:it|this|the function)|call (?:it|the)|run (?:it|this)|output)\W*$/i
const LEAST_LINES = 6
/** Something to be filled in. */
const PLACEHOLDER = /<your[-_ ]|["'`]your[-_ ]|\byour_\w+/i
/** Stands for code that is not shown. */
const ELIDED =
  /^\s*(?:\.{3}|…|(?:#|\/\/|--|<!--|\/\*)\s*(?:\.{3}|…|(?:rest|remainder|remaining) of|(?:your|the) (?:existing|original|other)|same as|unchanged|code (?:above|remains)).*)\s*$/im

function isWorthCode(piece: Piece, content: string, type: AcuType, genre: Genre): boolean {
  const context = piece.context ?? ''
  if ([TRIVIAL, INSTALLS, RUNS].some((pattern) => pattern.test(content)) || SOLVES.test(context)) return false
  if (type === 'command')
    return content.length >= LEAST_COMMAND || (piece.context !== undefined && content.split(/\s+/).length > 2)
  if (ELIDED.test(content) || !isBalanced(content)) return false
  if (content.length < LEAST_USE && USES.test(context)) return false
  // Within a procedure that is a card of its own, a few lines are part of it.
  const isShort = content.split('\n').length < LEAST_LINES
  if (isShort && (piece.procedure !== undefined || PLACEHOLDER.test(content))) return false
  if (piece.language !== undefined) return true
  if (/^\s{2,}\S/.test(content)) return false
  return genre !== 'exercise' && looksLikeCode(content, PLAINLY_CODE)
}

/** Every bracket that opens closes; in long code a few in texts and comments may be loose. */
function isBalanced(code: string): boolean {
  let open = 0
  for (const char of code) {
    if (char === '(' || char === '[' || char === '{') open++
    else if (char === ')' || char === ']' || char === '}') open--
  }
  return Math.abs(open) <= code.length / 2000
}

/** An equation of numbers only: it belongs to one problem. */
const isFigures = (formula: string): boolean =>
  !/[A-Za-zα-ωΑ-Ω]{1,}\s*(?:[=+*/^_({]|\\)/.test(formula) && /\d/.test(formula)

function isWorthProse(piece: Piece, content: string, type: AcuType, genre: Genre): boolean {
  if (genre === 'fiction') return false
  if (genre === 'exercise') return type === 'definition' && !/\d\s*[=≈]|[=≈]\s*\d/.test(content)
  // What replies to a question stands with the question.
  if (type === 'answer') return !LEADS_IN.test(content) && !UNFINISHED.test(content) && !FIRST_STEP_ONLY.test(content)
  const hasContext = piece.context !== undefined
  const holdsCode = content.includes('```')
  if (saysNothing(content) || isAboutOthersCode(content, piece.context ?? '', holdsCode)) return false
  if (isPartOnly(piece, content)) return false
  if (!holdsCode && (BACK.test(content) || (!hasContext && leansOnContext(content)))) return false
  return hasContext || holdsCode || weightedLength(content) >= LEAST_PROSE
}

/** What is said about one person's matter, before or after the matter itself, or broken off. */
const saysNothing = (content: string): boolean =>
  ANSWERS_ONE_PERSON.test(content.slice(0, 600)) ||
  (ANNOUNCES.test(content.slice(0, 240)) && weightedLength(content) < LEAST_AFTER) ||
  [TITLED, OF_ITSELF, SETS_UP, CLOSES, RULED, LEADS_IN, YOU_CAN, FIRST_STEP_ONLY, CONNECTS, UNFINISHED].some(
    (pattern) => pattern.test(content),
  )

/** Words about code, a table or a text that stands elsewhere. */
function isAboutOthersCode(content: string, context: string, holdsCode: boolean): boolean {
  if (YOUR_CODE.test(content.slice(0, 200)) || YOUR_CODE.test(content.slice(-200))) return true
  if (content.length < LEAST_USE && USES.test(context)) return true
  if (holdsCode) return false
  return (
    countMatches(WE_DO, content) >= 2 ||
    POINTS_ELSEWHERE.test(content.slice(0, 300)) ||
    (SHOWS_BELOW.test(content) && !HOLDS_LIST.test(content)) ||
    EXPLAINS.test(context) ||
    EXPLAINS.test(content.slice(0, 60))
  )
}

/** A short step of a procedure, which is a card as a whole, or a bare list. */
function isPartOnly(piece: Piece, content: string): boolean {
  const length = weightedLength(content)
  const hasContext = piece.context !== undefined
  const isStep = isOneStep(content)
  const isLong = hasContext && length >= LEAST_STEP
  if (isStep && !isLong) return true
  if (piece.parent !== undefined && (shareOfCode(content) > 0.5 || (piece.procedure !== undefined && !isStep)))
    return true
  return LISTED.test(content) && (!hasContext || content.split(ITEMS).length < 2 || length < LEAST_LIST)
}

const HOLDS_LIST = /\n\s*(?:[-*•]|\d+[.)])/
const ITEMS = /\n\s*[-*•–]\s/

/** One numbered step, or a run of them that begins in the middle. */
function isOneStep(content: string): boolean {
  const first = STEP.on(content).exec(content)
  if (!first) return false
  return first[1] !== '1' || !/\n\s*[*_]*2[.):：、]/.test(content)
}

const STEP = new Pattern(/^[\s*_#>]*(?:(?:step|schritt|шаг|paso|étape|passo|bước)\s*)?0?(\d{1,2})\s*(?:[.):：、]|步)/iu)
/** Goes on from something that was said before. */
const CONNECTS = new Pattern(
  /^[\s*_#>"“(-]*(?:likewise|similarly|also|however|therefore|thus|hence|additionally|furthermore|moreover|consequently|instead|otherwise|again|then|finally|lastly|next|second(?:ly)?|third(?:ly)?|on the other hand|in (?:contrast|addition|other words|this case)|as a result|for this|remember|please|now,|to answer|in (?:our|your) case|таким образом|итак|simplifying|substituting|calculating|combining|plugging|solving|expanding|rearranging|integrating|(?:yes|no)[,.!]? (?:it|this|that|you|they|the)|außerdem|jedoch|deshalb|также|однако|поэтому|además|sin embargo|por lo tanto|también|en outre|cependant|de plus|além disso|portanto|ainsi|donc|此外|因此|所以|但是|然而|另外|同样|最后|また|しかし|そして|さらに|또한|그러나)(?![\p{L}])/iu,
)
/** Points back in its first words: what it means stands before it. */
const BACK = new Pattern(
  /^[^.!?。！？\n]{0,90}?(?<!\p{L})(?:this|these|those|such(?! as)|the (?:above|latter|former|same)|dies(?:e[rsmn]?)?|est[aeo]s?|ess[ae]s?|dess[ae]s?|cette|questo|questa|этот|эта|эти|этого|этой|этом|такой)(?!\p{L})(?! (?:week|month|year|day|morning|evening)\b)|^[^。！？\n]{0,18}(?:这(?:个|种|些|样|里)?|该|此|この|これ|その|それ|이것|이러한)/iu,
)
/** Goes through code line by line, without it. */
const EXPLAINS = new Pattern(
  /^[\s*_#\d.)]*(?:(?:code |key )?explanations?|(?:here['’]s )?what (?:happens|this|the)|in this (?:version|example|code|script|program|solution|implementation|query)|how (?:it|this|the \w+) works|(?:a few |some |important )?(?:замечани\p{L}*|пара замечаний|примечани\p{L}*|bemerkung\p{L}*|hinweise?|notas?|remarques?|observações|注意(?:事项)?|備考|notes?|considerations?|remarks?)(?: on| about| regarding)?|(?:in )?(?:our|your) case|key (?:points|changes|features)|summary|pros|cons|erklärung|explicación|explication|explicação|пояснени[ея]|объяснение|как это работает|açıklama(?:lar)?|giải thích|(?:程序|解题|算法)?思路(?:如下)?|程序说明|代码说明|代码解释|说明|解释|解説|説明|설명)[*_]*\s*[:：]?(?![\p{L}])/iu,
)
/** How much of a text lies in fences; that code has a card of its own. */
const shareOfCode = (text: string): number =>
  [...text.matchAll(/```[\s\S]*?(?:```|$)/g)].reduce((sum, [code]) => sum + code.length, 0) / text.length

/** One sentence that only leads to what follows. */
const YOU_CAN = /^[\s*_]*you can (?:[^.\n]|\.(?=\S)){10,200}\.?\s*$/i
/** A procedure that breaks off after its first step. */
const FIRST_STEP_ONLY = /[:：]\s*\n+\s*1[.)](?![\s\S]*\n\s*[*_]*2[.)])/
/** One sentence that says how it can be done, before it is said how. */
const LEADS_IN = new Pattern(
  /^[\s*_]*(?:to \w+|\w+ing\b|um\b|para\b|pour\b|чтобы|要|为了)(?:[^.\n。]|\.(?=\S)){10,260}(?:you (?:can|need|will|should|could|may)|involves?|requires?|(?:können|kannst) |pued|pouvez|peux|можно|нужно|可以)(?:[^.\n。]|\.(?=\S)){0,200}[.:。]?\s*$/iu,
)
/** A last paragraph without a number, a name, code or a list. */
const SUMS_UP = new Pattern(/^[^\d`*\n•]{0,700}$/u)
/** Ends where something should begin. */
const UNFINISHED = new Pattern(/[:：]\W{0,3}$|\n\s*[*_#]*(?:step|schritt|шаг|paso|étape)\s*\d+\W*$/iu)

/** A list whose announcement is elsewhere. */
const LISTED = /^\s*[-*•–]\s/
/** A line drawn between two parts of an answer: the cut went wrong. */
const RULED = /[─━═–—_=]{6,}|^\s*-{8,}\s*$/m
/** Says that there are several of something, and not which. */
const ANNOUNCES =
  /\b(?:involves?|includes?|requires?|there (?:are|is)|consists? of|has|have|(?:can|could) be (?:done|applied|used)|follow) (?:\w+ )?(?:several|many|various|multiple|numerous|a few|some|the following|a number of|these|different) \w+|^(?:several|many|various|multiple|numerous|some) [\w ]{3,40} (?:can|are|may|have|exist)\b|(?:several|many|various) \w+ (?:can|may) be \w+/i

/** Said about what this one person gave or does: nobody else, later, knows what that was. */
const ANSWERS_ONE_PERSON = new Pattern(
  /^based on (?:the|your|this) \w+|^to (?:achieve|get|obtain|solve|fix) (?:the|this|your) (?:desired|given|described|specified|problem|error|issue|result)|^i(?:['’]ve| have)? (?:removed|added|updated|modified|changed|fixed|corrected|rewritten|replaced|made|included|used|assumed)\b|\b(?:your|the) (?:\w+ ){0,2}(?:code|script|sentence|essay|paragraph|introduction|prompt|invoice|question|query|request|homework|assignment|lyrics|poem|haiku|draft|email|letter|resume|article|text|input|image|screenshot) (?:you (?:provided|shared|posted|gave|sent|wrote|described|mentioned)|is (?:quite|very|clear|good|well)|has|contains|does|doesn['’]t|looks|reads|seems|appears)\b|\byour (?:modified|current|original|existing|own|updated|new|previous) \w+|\bin your (?:\w+ ){0,2}(?:code|script|sentence|example|case|essay|text|function|query|question|loop|class|file)\b|\byou(?:['’]ve| have)? (?:provided|described|mentioned|shared|posted|observed|pasted|gave|wrote|asked|already (?:did|have))\b|\b(?:votre|ton) (?:code|texte|question|phrase)\b|\b(?:tu|su) (?:código|texto|pregunta)\b|\b(?:dein|ihr)e?[mnrs]? (?:code|skript|text|frage)\b|ваш(?:его|ему|ем|а|у|и|ем)? (?:код|текст|вопрос|запрос|скрипт)|(?:你|您)(?:的(?:代码|问题|程序|文章|句子|作文)|提供的|给出的)|あなたの(?:コード|質問|文章)|귀하의|mã của bạn/iu,
)

/** Tells what each part of some code does. */
const WE_DO =
  /\b(?:we|it|the (?:code|function|script|program|method|class|loop)) (?:first |then |also |now )?(?:defines?|uses?|imports?|creates?|initiali[sz]es?|calls?|loops?|iterates?|returns?|checks?|populates?|stores?|sets?)\b/gi

/** About code that only the person who asked has. */
const YOUR_CODE = new Pattern(
  /\byour (?:\w+ )?(?:code|script|function|loop|query|implementation|program|solution|changes|files?|model|data)\b|\b(?:save|run|use|copy|combine|paste|put) (?:these|this|the above|all) (?:\w+ )?(?:files?|code|scripts?|modules?)\b|ваш(?:его|ем|им|и|у|а)? (?:код|скрипт|проект|программ)|你的代码|您的代码/iu,
)
/** Announces what follows, which is not part of it. */
const SHOWS_BELOW = new Pattern(
  /(?<!\p{L})(?:below|following|as follows|ниже|следующ\p{L}+|a continuación|siguiente|ci-dessous|suivante?s?|unten|folgend\p{L}*|dưới đây|sau đây|aşağıda\p{L}*|seguinte|abaixo|seguente|nedan|alla)(?!\p{L})|以下|下面|如下|次の|下記|아래|다음/iu,
)
/** The assistant about itself. */
const OF_ITSELF =
  /^(?:the )?(?:specific|exact|actual|final) [\w ]{3,50} (?:will|may|can) (?:depend|vary)|\b(?:as an ai|my purpose|helpful assistant|i (?:can(?:not|['’]t)?|am (?:not )?able to|will not|won['’]t) (?:provide|help|assist|access|offer|share|give))\b/i
/** Sets a scene or a case; what comes of it follows. */
const SETS_UP = new Pattern(
  /^[\s*_]*(?:let us (?:consider|suppose|imagine)|suppose|imagine|consider|assum(?:e|ing)|picture|предположим|angenommen|oletetaan|tarkastellaan|kuvitel\p{L}+|рассмотрим|пусть|представ\p{L}+|supongamos|imagina|consideremos|supposons|imaginez?|suponha|imagine|giả sử|设|假设|想象)(?!\p{L})/iu,
)

/** Prose about code, a table or a text that is not part of it. */
const POINTS_ELSEWHERE = new Pattern(
  /\b(?:this|these|that|those|the (?:above|given|modified|updated|revised|corrected|resulting|second)) (?:\w+ ){0,1}(?:function|code|script|query|snippet|program|command|commands|macro|regex|haiku|poem|verse|output|example|class|method|line|lines|loop|struct|app|page|file|formula|implementation|solution|version|answer|story|text|image|diagram)\b|^[^.!?\n]{0,60}\bthe (?:`?\w+`? )?(?:function|code|script|query|snippet|program|command|macro|regex|haiku|poem|verse|output)\b(?! (?:of (?:an? )?[\p{L}]+ (?:is|are)|called|named))|(?:上述|上面|以上|该|这(?:个|段|些))(?:代码|函数|程序|脚本|例子|示例|方法|表)|(?:этот|этого|данный|приведённый|приведенный|выше) (?:код|скрипт|пример|запрос|функци)|(?:dieser?|obige[rs]?) (?:code|skript|befehl|beispiel|funktion)|(?:este|el) (?:código|script|ejemplo|programa)|(?:ce|le) (?:code|script|programme)|この(?:コード|関数|例|句|スクリプト)|위의? ?(?:코드|예)|이 (?:코드|함수|프로그램)|đoạn (?:code|mã)|(?:este|o) código/iu,
)

/** The title and headings of a text that was asked for. */
const TITLED = new Pattern(
  /^[\s*_#]*(?:in today['’]s\b|(?:introduction|conclusion|abstract|einleitung|introducción|conclusión|введение|заключение|introdução|conclusão|简介|引言|结论|title|subject|titre|título|titel|betreff|asunto|assunto|тема|标题|題名)\s*[*_]*[:：])/iu,
)

/** Wishes, calls and reports of success: said at the end, about nothing. */
const CLOSES = new Pattern(
  /^[\s*_#>-]*(?:replace [`'"“]|conclusion\b|in (?:conclusion|summary)\b|overall\b|call to action|don['’]t (?:miss|forget|hesitate|wait)|act now|join us|contact us|get started|with these (?:steps|changes)|that['’]s (?:it|all)|you(?:['’]ve| have) (?:now|successfully)|your [\w ]{1,40} (?:is|are) now\b|now you (?:have|can)|congratulations|remember (?:that|to)|by (?:following|applying|using|implementing|doing|combining|converting|integrating|adopting|incorporating) |good luck|happy \w+ing|note that|dear |hi |hello )/iu,
)

/** What code gives a name to: functions, classes, constants, in the usual languages. */
const NAMES =
  /\b(?:def|class|function|struct|interface|enum|trait|fn|func|fun|sub|module|const|let|var|val|type)\s+([A-Za-z_]\w{3,})|^(?:\w+[\w<>,*& ]* )?([A-Za-z_]\w{3,})\s*\([^()]*\)\s*\{/gm

/**
 * Which of the code pieces of one answer cannot be used alone: they use what another piece of it defines.
 * In: their contents. Out: for each whether it leans on another.
 */
function leansOnOthers(codes: readonly string[]): boolean[] {
  const defined = codes.map((code) => new Set([...code.matchAll(NAMES)].map(([, name, other]) => name ?? other ?? '')))
  return codes.map((code, at) => {
    const used = new Set(code.match(/[A-Za-z_]\w{3,}/g) ?? [])
    return defined.some(
      (names, other) =>
        other !== at &&
        !codes[other]!.includes(code) &&
        [...names].some((name) => used.has(name) && !defined[at]!.has(name)),
    )
  })
}
