/**
 * Chatter: what is said to the person and not about the matter. Each pattern must match from the start of a sentence; a
 * long sentence is never chatter, because it carries something besides.
 */
const OPENERS =
  /^(?:sure(?: thing)?|certainly|of course|absolutely|definitely|no problem|okay|ok|alright|got it|great|thanks?(?: you)?(?: for (?:your|the|asking)[^.!?]*)?|you(?:'|’)re (?:very )?welcome|hi(?: there)?|hello(?: there)?|hey(?: there)?|good (?:question|morning|point)|(?:that(?:'|’)s|what) an? (?:great|good|excellent|interesting|fascinating|wonderful) (?:question|idea|point|request)|great question|excellent question|my apologies|i apologi[sz]e for[^.!?]*|(?:i(?:'|’)m )?sorry for[^.!?]*|i understand(?: your)?[^.!?]{0,60}|natürlich|gerne|klar|selbstverständlich|gute frage|claro|por supuesto|bien sûr|конечно|отлично|хороший вопрос|当然(?:可以)?|好的|没问题|もちろん(?:です)?|بالطبع|بالتأكيد|مرحبا)[\s,!.:！。，：—–-]*$/i

const LEAD =
  /^(?:(?:sure|certainly|of course|absolutely|okay|ok|great|natürlich|gerne|claro|конечно|当然|好的)[,!.:：，！。]?\s*)?(?:here(?:'|’)?s?\b(?: (?:is|are))?|here(?:'|’)re|below (?:is|are|you(?:'|’)ll find|i)|the following (?:is|are)|let(?:'|’)s (?:break|go|dive|take|look|walk|start|begin|explore|get)|let me (?:break|walk|explain|know|help|show|provide|try)|i(?:'|’)(?:ll|d|m|ve) (?:be |have )?(?:happy|glad|help|provide|give|break|walk|explain|show|try|love|here|include|write|created?|written)|i (?:will|can|hope|would be|have (?:written|created|provided|included|made)|wrote|created)|hier (?:ist|sind|findest|eine?)|aquí (?:está|tienes|hay)|voici|вот |下面(?:是|给出|我|将)|以下(?:是|为)|这里(?:是|有)|接下来|以下(?:に|の)|إليك|فيما يلي)/i

/** Says only that something comes, at whatever length. */
const ANNOUNCES =
  /^(?:below|here|the following) (?:is|are) (?:an?|one|some|several|the|my|your) (?:\w+ ){0,6}(?:example|version|script|program|code|implementation|draft|list|outline|overview|guide|sample|solution|file|header|proposal|plan|summary)s?\b/i

const CLOSER =
  /^(?:(?:i )?hope (?:this|that|these|it)\b.*(?:help|useful|clarif|clear|find|enjoy|meets)|(?:please )?(?:feel free|don(?:'|’)t hesitate)|(?:please )?let me know|if you (?:have|need|want|would like|run into|encounter)\b.*(?:question|further|more|else|help|let me|assist|clarif|feel free|ask)|(?:would|do) you (?:like|want) (?:me|to|more|any)\b|(?:is|was) there anything else|is there (?:any|some)thing (?:specific|else)|happy (?:coding|learning|cooking|writing|to help)|good luck|have fun|enjoy|let me help|you can (?:\w+ )?(?:customi[sz]e|adjust|adapt|modify|tweak|extend|expand|refine|fine-tune)\b.*\b(?:your|needs?|requirements?|preferences|as needed)|(?:please )?(?:make sure|be sure|remember|don(?:'|’)t forget) to (?:adjust|replace|modify|customi[sz]e|change|update|adapt)\b.*\b(?:your|actual|needs?|requirements?)|(?:replace|adjust|adapt|modify|customi[sz]e) .* (?:according )?to (?:fit|suit|match|meet|your) (?:your |the )?(?:specific|own|needs?|requirements?|preferences)|by following (?:these|this|the (?:above|steps))\b|please (?:provide|share|tell|specify) (?:me )?(?:more|the|your|any)|(?:can|could) you (?:please )?(?:provide|share|tell|clarify|specify|paste)|feel free|lass(?:en sie)? (?:es )?mich wissen|ich hoffe|espero que|n(?:'|’)hésite|надеюсь|если (?:у вас|есть) .*вопрос|希望(?:这|以上|能|对)|如果(?:你|您).*(?:问题|帮助|告诉)|ご不明|お役に立て|أتمنى أن|إذا كان(?:ت)? لديك)/i

const EDGES = /^[\s*_#>\p{Extended_Pictographic}]+|[\s*_\p{Extended_Pictographic}]+$/gu
/** By code: 1 for what {@link EDGES} finds of plain characters. */
const IS_EDGE = Uint8Array.from({ length: 128 }, (_, code) => (/[\s*_#>]/.test(String.fromCharCode(code)) ? 1 : 0))
const isEdge = (code: number): boolean => code > 127 || IS_EDGE[code] === 1

/** A sentence without marks, pictures and blanks at its ends; most have none. */
const bareOf = (sentence: string): string =>
  isEdge(sentence.charCodeAt(0)) || isEdge(sentence.charCodeAt(sentence.length - 1))
    ? sentence.replace(EDGES, '')
    : sentence

/** Whether a sentence is chatter. */
export function isChatterSentence(sentence: string): boolean {
  const text = bareOf(sentence)
  if (text === '') return true
  if (text.length > 260) return false
  if (OPENERS.test(text)) return true
  if (CLOSER.test(text)) return true
  return (LEAD.test(text) && (/[:：]$/.test(text) || text.length < 140)) || ANNOUNCES.test(text)
}

const EMPTY_PROMPT =
  /^(?:(?:please|pls|ok|okay|yes|no|yep|nope|sure|thanks?|thank you|thx|ty|great|cool|nice|perfect|awesome|good|continue|go on|go ahead|more|next|again|retry|try again|keep going|carry on|and|then|hi|hello|hey|test|done|stop|wow|lol|hmm|why|how|what|weiter|danke|ja|nein|bitte|gracias|sí|si|continúa|merci|oui|non|спасибо|да|нет|продолжай|дальше|дальше пожалуйста|继续|谢谢|好的?|是的?|続けて|ありがとう|はい|استمر|شكرا|نعم|it|this|that|so|much|very|you|for|to|me|now)[\s,.!?。！？…]*){1,5}$/i

/** Whether what the person typed asks and says nothing by itself ("continue", "thanks"). */
export function isEmptyPrompt(text: string): boolean {
  const bare = text.trim()
  if (bare.length > 60) return false
  if (!/[\p{L}\p{N}]{2}/u.test(bare)) return true
  return EMPTY_PROMPT.test(bare)
}
