const NEGATORS = new Set(
  (
    'not no never without nobody none neither nor cannot nothing nowhere hardly ' +
    'nicht kein keine keinen keinem keiner keines nie niemals ohne niemand nichts ' +
    'pas jamais aucun aucune sans personne rien ' +
    'no nunca jamás sin ningún ninguna ninguno nadie nada ' +
    'não sem nenhum nenhuma ninguém ' +
    'non mai senza nessun nessuno nessuna ' +
    'niet geen nooit zonder niemand ' +
    'nie nigdy bez żaden żadna żadne ' +
    'není nejsou nikdy ' +
    'değil yok ' +
    'не нет никогда без нельзя ни ніколи немає ' +
    'لا لم لن ليس ليست بدون ' +
    'नहीं मत न ' +
    'không chưa chẳng ' +
    'tidak bukan ' +
    '않는다 않습니다 않다 않으며 못한다 못합니다 없다 없습니다 없으며 없이'
  ).split(' '),
)

/** True for a word that turns its sentence around: not, never, kein, pas, не; also joined: don't, isn't. */
export const isNegator = (word: string): boolean => NEGATORS.has(word) || /n't$/.test(word)

/** What follows a negation that denies less than the sentence: not only, not necessarily, not until, no matter. */
const PARTLY = new Set(
  'only just merely simply necessarily until all every everyone always limited matter doubt mention nur bloß unbedingt seulement forcément solo sólo necesariamente só apenas solo только обязательно alleen tylko'.split(
    ' ',
  ),
)

/** True where a negation before this word leaves the rest of its sentence standing. */
export const isPartly = (word: string): boolean => PARTLY.has(word)

const CONDITIONS = new Set(
  'if unless whether suppose assuming when whenever until wenn falls sofern ob si quand sauf cuando salvo se quando als indien jeśli gdy если когда якщо коли'.split(
    ' ',
  ),
)

/** True for a word that makes what follows a case, not a statement: if, wenn, если. */
export const isCondition = (word: string): boolean => CONDITIONS.has(word)

/** Negation in Chinese and Japanese, within a few characters. Not in words that only look so (非常, 不同, 不仅, 无论). */
const JOINED = /(?:不(?![同仅断过管光但])|没有|沒有|没|無い|无法|无需|未|ない|なく|ません|ぬ$|ず(?:に|$))/u

/** True where a stretch of Chinese or Japanese holds a negation. */
export const isNegatedJoined = (text: string): boolean => JOINED.test(text)
