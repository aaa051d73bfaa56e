import { Pattern } from '../pattern.ts'
import { isDefinition } from './definition.ts'
import { endsAsking } from './ends-asking.ts'
import { AMBIGUOUS, IMPERATIVES } from './verbs.ts'

/** Types a sentence can have by its own words. */
export type SentenceType =
  'question' | 'step' | 'definition' | 'decision' | 'warning' | 'opinion' | 'example' | 'error' | 'fix' | 'claim'

const LEANS = new Pattern(
  /^[\s*_>"'(]*(?:where[:：]|this|that|these|those|it|its|they|them|their|he|she|his|her|we|such|however|therefore|thus|hence|additionally|furthermore|moreover|also|similarly|likewise|then|so|but|and|or|here|there|in (?:this|that|these|our|addition|other words|contrast|the)|as (?:a result|such|mentioned|you)|for (?:example|instance|this)|on the other hand|by (?:doing|using) (?:this|so)|both|the (?:above|code|function|script|latter|former|first|second|third|other|same|following|goal|idea)|diese[rsmn]?|das|dies|es|sie|er|dabei|это|этот|эта|эти|он|она|они|este|esta|esto|él|ella|cela|ce|il|elle)(?![\p{L}\p{N}])/iu,
)
const CJK_LEANS = new Pattern(
  /^[\s*_>]*(?:这|该|它|其|此|因此|所以|但|然而|另外|例如|その|この|これ|それ|しかし|また|هذا|هذه|لكن)/u,
)

/** Whether a sentence needs the one before it to be understood. */
export const leansOnContext = (sentence: string): boolean => LEANS.test(sentence) || CJK_LEANS.test(sentence)

const WARNING = new Pattern(
  /^(?:[\s*_>#-]|⚠\ufe0f?|❗|🚨)*(?:[*_`]*(?:warning|caution|danger|important|beware|attention|achtung|warnung|vorsicht|wichtig|внимание|предупреждение|осторожно|advertencia|atención|cuidado|precaución|attention|avertissement|警告|注意|重要|危险|تحذير|تنبيه)[*_`]*\s*(?:note)?[*_`]*\s*[:：!！]|be (?:careful|aware|cautious|very careful)\b|beware\b|watch out\b|never\b|do not\b|don['’]t\b|avoid\b|make sure (?:not|you don['’]t|you do not)\b|keep in mind that\b.*\b(?:not|never|may|risk|danger|could|can)\b|не (?:забудьте|следует|используйте)|никогда не|niemals\b|vermeide|nunca\b|no (?:olvides|uses)|ne (?:jamais|pas)|请勿|切勿|不要|千万)|(?:^|\s)⚠/iu,
)
const RISK =
  /\b(?:can|could|may|might|will) (?:cause|lead to|result in|corrupt|delete|destroy|damage|lose|break|expose|harm|overwrite)\b.*\b(?:loss|damage|injur|death|danger|corrupt|vulnerab|attack|leak|crash|fail|error|data|fire|burn|unrecoverable|irreversib)|\b(?:is|are) (?:dangerous|unsafe|insecure|not (?:recommended|safe|secure)|strongly discouraged|irreversible|toxic)\b/i

const RISKY =
  /caus|lead|result|corrupt|dele|destr|damag|los|break|expos|harm|overwr|danger|unsafe|insecure|recommended|discour|irrevers|toxic/i

/** Whether a sentence warns. */
export const isWarning = (sentence: string): boolean =>
  sentence.length < 600 &&
  !endsAsking(sentence) &&
  (WARNING.test(sentence) || (RISKY.test(sentence) && RISK.test(sentence)))

const DECISION =
  /\b(?:(?:we|i|they|the team)(?:['’]ve| have| had)? (?:finally |now )?(?:decided|agreed|chose|chosen|settled|opted|concluded|resolved|committed)\b|(?:i|we)(?:['’]ll| will) (?:go with|use|stick with|adopt|switch to|proceed with|choose|keep)|let['’]s go with|(?:the|our|my|final) decision (?:is|was)\b|it (?:was|has been) decided|wir (?:haben (?:uns )?(?:entschieden|beschlossen)|nehmen|entscheiden)|ich habe mich entschieden|(?:мы|я) решил[иа]?|hemos decidido|he decidido|nous avons décidé|j['’]ai décidé)|(?:我们|我)(?:已经)?决定|決定(?:した|しました)|قررنا|قررت/i

const DECIDES =
  /deci|agree|chose|settle|opted|conclu|resolv|commit|ll |will |let['’]s|entschieden|beschlossen|решил|décid|决定|決定|قرر/i

/** Whether a sentence records a decision. */
export const isDecision = (sentence: string): boolean =>
  !endsAsking(sentence) && DECIDES.test(sentence) && DECISION.test(sentence)

const OPINION =
  /\b(?:i (?:think|believe|feel|guess|suspect|doubt|would (?:say|argue|recommend|suggest)|prefer|personally|recommend|suggest)|in my (?:opinion|view|experience)|imo\b|imho\b|personally,|my (?:favou?rite|preference|recommendation)|(?:arguably|ultimately,? (?:the )?best)|ich (?:denke|glaube|finde|meine|empfehle)|meiner meinung|я (?:думаю|считаю|рекомендую)|по моему мнению|creo que|en mi opinión|je (?:pense|crois|recommande)|à mon avis)\b|我(?:认为|觉得|建议)|と思います|أعتقد|في رأيي/i
const EXAMPLE =
  /^[\s*_>#-]*(?:for (?:example|instance)|e\.g\.|examples?(?: \d+)?[*_`]*\s*[:：]|as an example|consider (?:the|an?|this)\b|suppose\b|imagine\b|let['’]s say\b|zum beispiel|beispiel|z\. ?b\.|например|пример|por ejemplo|ejemplo|par exemple|exemple|例如|比如|举例|例[:：]|たとえば|例えば|مثال|على سبيل المثال)/i
const ERROR =
  /\b(?:[A-Z]\w+(?:Error|Exception)\b\s*[:(]|Traceback \(most recent call last\)|(?:fatal|error|panic)(?:\[\w+\])?: |segmentation fault|undefined reference to|cannot find module|command not found|stack trace|errno\b|npm ERR!|exit code [1-9]|HTTP(?: status)? (?:4|5)\d\d|at [\w.$<>]+\([\w./:]+:\d+(?::\d+)?\))/
const FIX =
  /^[\s*_>#-]*(?:to (?:fix|resolve|solve|correct|work around) (?:this|that|it|the|your)|the (?:fix|solution|workaround)\b|(?:you can|you should|try to) (?:fix|resolve)|this (?:fixes|resolves)|(?:quick )?fix\s*[:：]|solution\s*[:：]|um (?:das|dieses|den) (?:problem|fehler)\b.*\b(?:beheben|lösen)|чтобы (?:исправить|решить)|para (?:solucionar|resolver|corregir)|pour (?:corriger|résoudre)|解决(?:方法|办法|方案)|要解决|修复)/i

const QUESTION_START =
  /^[\s"“'(*_>#-]*(?:(?:and|but|so|well|ok(?:ay)?|then|now|or|also|hey|um|uh|oh|yeah)[,\s]+)*(?:who|whom|whose|what|what['’](?:s|re|d|ll)|which|when|where|where['’]s|why|how|how['’](?:s|d)|who['’]s)\s+(?:(?:much|many|long|often|far|old|big|about|else|kind|sort|type|exactly|well|best)\s+(?:of\s+)?)*(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|had|might|may|must|am|['’]s|isn['’]t|aren['’]t|doesn['’]t|don['’]t|didn['’]t|can['’]t|won['’]t)\b/i
const AUX_START =
  /^[\s"“'(*_>#-]*(?:(?:and|but|so|well|ok(?:ay)?|then|now|or|also|hey|um|uh|oh)[,\s]+)*(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|am|isn['’]t|aren['’]t|doesn['’]t|don['’]t|didn['’]t|can['’]t|won['’]t|wouldn['’]t|couldn['’]t|shouldn['’]t)\s+(?:i|you|we|he|she|it|they|there|this|that|these|those|the|my|your|our|his|her|their|any|some|anyone|someone|an?)\b/i

const CLOSER = /["'”’»)\]*_`\s]/

/** A sentence without the quotes, brackets, marks and blanks at its end. */
function withoutClosers(sentence: string): string {
  let end = sentence.length
  while (end > 0 && CLOSER.test(sentence[end - 1]!)) end--
  return sentence.slice(0, end)
}

/** Whether a sentence asks. */
export function isQuestion(sentence: string): boolean {
  const bare = withoutClosers(sentence)
  if (/[?？؟]$/.test(bare) || /[?？؟][!?？！]*$/.test(bare)) return true
  // Greek and Armenian question marks look like others; Chinese and Japanese have particles.
  if (/(?:吗|呢|么)[。.!！]?$/.test(bare) || /(?:ですか|ますか|でしょうか)[。.]?$/.test(bare)) return true
  if (/[?？؟]["'”’»)\]]*\s*\[\d+\]$/.test(bare)) return true
  if (/[.!:;,…—–-]$/.test(bare)) return false
  return bare.length < 200 && (QUESTION_START.test(bare) || AUX_START.test(bare))
}

const BEFORE_IMPERATIVE = new Pattern(
  /^[\s"“(*_>•#-]*(?:(?:step \d+\s*[:.)-]*|\d{1,2}[.):]|[a-z]\))\s*)?[*_"“]*(?:(?:please|now|then|next|first(?:ly)?|second(?:ly)?|third(?:ly)?|finally|lastly|also|and|so|or|but|just|simply|always|never|again|instead|afterwards?|later|meanwhile|optionally|carefully|gently|quickly|okay|ok|well|oh|hey|yeah|no|yes|alternatively|once (?:done|finished|ready)|kindly|only|still|even|go ahead and|be sure to|after that|for example|if (?:you|your|the|it|there|this|any|necessary|needed|possible|not|so)\b[^,.;]{0,90}|when (?:you|your|the|it)\b[^,.;]{0,80}|to [a-z]+ [^,.;]{2,80}|in (?:the|your|a) [^,.;]{2,60}|(?:using|with|from|on|under|after|before|by|for) [^,.;]{2,60},|[\p{Lu}][\p{Ll}]{2,12},)(?:,\s*|\s+))*/iu,
)
const NOUN_AFTER =
  /^(?:\w+ ){0,3}?(?:is|are|was|were|has|have|had|does|did|can|could|will|would|should|may|might|must|shows?|showed|provides?|provided|remains?|occurs?|requires?|allows?|gives?|became|becomes?|took|takes|makes|made|went|goes|comes|came|seems?|contains?|includes?|involves?|began|begins|ensures?|helps|offers?)\b/i
const FINITE_NEXT = /^(?:of|is|are|was|were|has|have|had|does|did|can|could|will|would|should|may|might|must)\b/i
const FOREIGN_STEP =
  /^[\s*_>•#-]*(?:\d{1,2}[.)、]\s*)?[*_]*(?:(?:zuerst|dann|danach|bitte|schließlich|nun),?\s+)?(?:öffne|öffnen sie|klicke|klicken sie|wähle|wählen sie|gib|geben sie|starte|starten sie|installiere|installieren sie|füge|fügen sie|erstelle|erstellen sie|gehe|gehen sie|stelle|drücke|speichere|prüfe|verwende|откройте|нажмите|выберите|введите|установите|запустите|создайте|добавьте|перейдите|проверьте|сохраните|используйте|удалите|abre|abra|haz clic|haga clic|selecciona|seleccione|escribe|escriba|instala|instale|ejecuta|ejecute|crea|cree|añade|añada|ouvrez|cliquez|sélectionnez|saisissez|installez|lancez|créez|ajoutez|打开|点击|选择|输入|安装|运行|创建|添加|检查|保存|使用|执行|下载|首先|افتح|انقر|اختر|أدخل|قم ب)/i

/** Whether a sentence tells the reader to do something (an imperative). */
export function isStep(sentence: string): boolean {
  if (endsAsking(sentence)) return false
  if (FOREIGN_STEP.test(sentence)) return true
  const lead = BEFORE_IMPERATIVE.on(sentence).exec(sentence)?.[0] ?? ''
  for (const rest of lead.trim() === ''
    ? [sentence.slice(lead.length)]
    : [sentence.slice(lead.length), stripped(sentence)])
    if (startsImperative(rest)) return true
  return false
}

const stripped = (sentence: string): string => sentence.replace(/^[\s"“(*_>•#-]*(?:\d{1,2}[.):]\s*)?[*_"“]*/u, '')

const finiteNext = (word: string, rest: string): boolean =>
  FINITE_NEXT.test(rest) &&
  !(word === 'think' || word === 'dispose') &&
  !/^have (?:a|an|the|your)\b/i.test(`${word} ${rest}`)

const VERB_FIRST = new Pattern(
  /^((?:do not|don['’]t|let['’]s|let us|do|be|always|never)\s+)?([\p{L}-]+)(?:\*\*|__|[*_`])*\s*(.*)/isu,
)

function startsImperative(text: string): boolean {
  const match = VERB_FIRST.on(text).exec(text)
  if (!match?.[2]) return false
  const [, negation, verb, rest = ''] = match
  const word = verb.toLowerCase()
  if (negation !== undefined) {
    const lead = negation.trim().toLowerCase()
    if (lead === 'do') return IMPERATIVES.has(word) || /^(?:the|an?|this|that|your|it|some)$/.test(word)
    if (lead === 'be')
      return /^(?:careful|sure|aware|patient|prepared|honest|kind|consistent|ready|cautious|mindful|quiet|nice|polite|specific|yourself)$/.test(
        word,
      )
    if (lead === 'let’s' || lead === "let's" || lead === 'let us') return true
    if (lead === 'always' || lead === 'never') return IMPERATIVES.has(word)
    return !/^(?:i|you|we|he|she|it|they|know|think)$/.test(word) || /^(?:you|think)\b/.test(word + ' ' + rest)
  }
  if (!IMPERATIVES.has(word)) return false
  if (rest === '' || /^[.!]*$/.test(rest)) return text.length < 14
  if (text === text.toUpperCase() && rest.includes(' ')) return false
  if (/^[,:]\s/.test(rest) && !/^, for (?:example|instance)\b/i.test(rest)) return false
  if (/^(?:and|or) \w+ (?:is|are|were|was)\b/i.test(rest)) return false
  return AMBIGUOUS.has(word) ? !NOUN_AFTER.test(rest) && !/^of\b/i.test(rest) : !finiteNext(word, rest)
}

/**
 * Type of one sentence by its words, in the order in which the rules are sure: question, error, warning, fix, example,
 * decision, definition, opinion, step, else claim.
 */
export function sentenceType(sentence: string): SentenceType {
  if (isQuestion(sentence)) return 'question'
  if (ERROR.test(sentence)) return 'error'
  if (isWarning(sentence)) return /^[\s*_>•#-]*(?:don['’]t|do not|never|avoid)\b/i.test(sentence) ? 'step' : 'warning'
  if (FIX.test(sentence)) return 'fix'
  if (isDecision(sentence)) return 'decision'
  if (isStep(sentence)) return 'step'
  if (EXAMPLE.test(sentence)) return 'example'
  if (isDefinition(sentence)) return 'definition'
  if (OPINION.test(sentence)) return 'opinion'
  return 'claim'
}

/** Whether a text shows an error as a program prints it. */
export const isErrorText = (text: string): boolean => ERROR.test(text)
