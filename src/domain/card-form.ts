import type { AcuType, AtomicChatUnit } from './acu.ts'

/** Types whose content is code as it stands, without a fence around it. */
const CODE_TYPES: readonly AcuType[] = ['code_snippet', 'command', 'error']

/** What decides how a card's content is to be read. */
export type CardForm = Pick<AtomicChatUnit, 'type' | 'content' | 'language'>

/** True where the content is to be shown as code and not read as Markdown. */
export const isBareCode = ({ type, content, language }: CardForm): boolean =>
  CODE_TYPES.includes(type) && !/^\s*(```|~~~)/m.test(content) && (type !== 'error' || !!language)

/** True where the content is a formula without the signs that mark one in Markdown. */
export const isBareFormula = ({ type, content }: CardForm): boolean =>
  type === 'formula' && !content.includes('$') && !content.includes('\\[')

/** The type that cards have in common; undefined where they differ. */
export function commonType(cards: readonly Pick<AtomicChatUnit, 'type'>[]): AcuType | undefined {
  const [first] = cards
  return first && cards.every(({ type }) => type === first.type) ? first.type : undefined
}
