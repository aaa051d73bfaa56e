/**
 * Sets of words of which two cannot hold of one thing at once. Within a line, words between commas are alternatives to
 * each other; words joined by `/` mean the same side.
 */
const SETS = `
always, never
all/every/everyone/everybody, none/nobody
both/either, neither
everything, nothing
everywhere, nowhere
required/mandatory/obligatory/compulsory, optional/voluntary
possible, impossible
safe/harmless, unsafe/dangerous/harmful
legal/lawful, illegal/unlawful
valid, invalid
true, false
correct/right, incorrect/wrong
sync/synchronous/synchronously, async/asynchronous/asynchronously
mutable, immutable
public, private
enable/enabled/enables, disable/disabled/disables
allow/allowed/allows/permit/permitted, forbid/forbidden/forbids/prohibit/prohibited/disallowed
include/included/includes, exclude/excluded/excludes
increase/increased/increases/raise/raises/raised, decrease/decreased/decreases/reduce/reduced/reduces/lower/lowers/lowered
rise/rises/rose, fall/falls/fell
accept/accepts/accepted, reject/rejects/rejected/refuse/refused
succeed/succeeds/succeeded/success/successful, fail/fails/failed/failure
start/starts/started/begin/begins/began, stop/stops/stopped/end/ends/ended
win/wins/won, lose/loses/lost
buy/buys/bought, sell/sells/sold
gain/gained, lost
encrypt/encrypted, unencrypted/plaintext
signed, unsigned
sorted/ordered, unsorted/unordered
compatible, incompatible
deprecated, recommended
before, after
above, below
inside/indoors/indoor, outside/outdoors/outdoor
up/upstairs, down/downstairs
left, right
top, bottom
first, last
early/earlier, late/later
fast/faster/quick/quickly/quicker, slow/slower/slowly
high/higher/tall/taller, low/short/shorter
big/bigger/large/larger/huge, small/smaller/tiny/little
long/longer, short/shorter
more, less/fewer
many/numerous, few
most, least
maximum, minimum
hot/hotter/warm/warmer, cold/colder/cool/cooler
wet, dry
open/opened, closed/shut
full, empty
old/older/elderly, young/younger
new/newer, old
rich/wealthy, poor
strong/stronger, weak/weaker
easy/easier/simple/simpler, hard/harder/difficult
good/better, bad/worse
best, worst
happy, sad/unhappy
alive, dead
clean, dirty
light, dark
cheap/cheaper/inexpensive, expensive/costly
loud/noisy, quiet/silent
clear, unclear
known, unknown
common, rare
familiar, unfamiliar
likely, unlikely
able, unable
with, without
alone, together
present, absent
same/identical, different
awake, asleep/sleeping
north/northern, south/southern, east/eastern, west/western
monday, tuesday, wednesday, thursday, friday, saturday, sunday
january, february, march, april, june, july, august, september, october, november, december
spring, summer, autumn/fall, winter
morning, evening, night/midnight, noon
man/men/boy/boys/male/males/gentleman, woman/women/girl/girls/female/females/lady
father/dad, mother/mom
brother/brothers, sister/sisters
husband, wife
adult/adults, child/children/kid/kids/baby
dog/dogs, cat/cats
black, white, red, blue, green, yellow, orange, purple, pink, brown, gray/grey
sit/sits/sitting/seated, stand/stands/standing, walk/walks/walking, run/runs/running, sleep/sleeps/sleeping/asleep, swim/swims/swimming, fly/flies/flying
laugh/laughing/smile/smiles/smiling, cry/cries/crying/frown/frowning
push/pushes/pushing, pull/pulls/pulling
immer, nie/niemals
alle/jeder/jede/jedes, keiner/keine/niemand
vor, nach
mit, ohne
möglich, unmöglich
erlaubt/zulässig, verboten/unzulässig
sicher, unsicher/gefährlich
richtig, falsch
öffentlich, privat
aktiviert, deaktiviert
notwendig/erforderlich/pflicht, freiwillig/optional
mehr, weniger
groß/größer, klein/kleiner
schnell/schneller, langsam/langsamer
toujours, jamais
avec, sans
possible, impossible
obligatoire, facultatif/optionnel
avant, après
plus, moins
vrai, faux
augmente/augmenter, diminue/diminuer/réduit/réduire
siempre, nunca
con, sin
posible, imposible
obligatorio, opcional
antes, después
más, menos
verdadero, falso
aumenta/aumentar, disminuye/disminuir/reduce/reducir
sempre, nunca/mai
com, sem
antes, depois
mais, menos
prima, dopo
altijd, nooit
zawsze, nigdy
всегда, никогда
до, после
можно, нельзя
возможно, невозможно
обязательно/обязателен, необязательно/необязателен
больше, меньше
увеличивает, уменьшает
завжди, ніколи
`

const sides = new Map<string, (readonly [set: number, side: number])[]>()
SETS.trim()
  .split('\n')
  .forEach((line, set) =>
    line.split(', ').forEach((side, index) => {
      for (const word of side.split('/')) sides.set(word, [...(sides.get(word) ?? []), [set, index]])
    }),
  )

/** True where two words (folded) exclude each other: always and never, north and south, May and June. */
export function areOpposite(a: string, b: string): boolean {
  if (a === b) return false
  const mine = sides.get(a)
  const theirs = sides.get(b)
  if (!mine || !theirs) return false
  // Words that are on one side anywhere (`right` is correct, and not left) are no opposites.
  if (mine.some(([set, side]) => theirs.some((other) => other[0] === set && other[1] === side))) return false
  return mine.some(([set]) => theirs.some((other) => other[0] === set))
}

/** Opposites in scripts without spaces, as they stand in a text. */
export const JOINED_OPPOSITES: readonly (readonly [string, string])[] = [
  ['总是', '从不'],
  ['必须', '无需'],
  ['必须', '不必'],
  ['允许', '禁止'],
  ['可以', '禁止'],
  ['增加', '减少'],
  ['提高', '降低'],
  ['启用', '禁用'],
  ['之前', '之后'],
  ['安全', '危险'],
  ['正确', '错误'],
  ['同步', '异步'],
  ['公开', '私有'],
  ['最大', '最小'],
  ['大于', '小于'],
  ['许可', '禁止'],
  ['常に', '決して'],
  ['必須', '任意'],
  ['有効', '無効'],
  ['増加', '減少'],
  ['可能', '不可能'],
  ['可能', '不可'],
]
