/** Name of the draft of a card's changed text. */
export const editDraft = (id: string): string => `edit ${id}`
/** Name of the draft of the text of cards merged. */
export const mergeDraft = (ids: readonly string[]): string => `merge ${ids.join(' ')}`
