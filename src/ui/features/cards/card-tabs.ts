import type { CardTab } from '../../../domain/ports/search.ts'

/** The tabs of the list of cards, in their order. */
export const TABS: readonly { readonly tab: CardTab; readonly label: string }[] = [
  { tab: 'review', label: 'To review' },
  { tab: 'kept', label: 'Kept' },
  { tab: 'archived', label: 'Archived' },
]

/** What an empty tab says. */
export const EMPTY_TABS: Readonly<Record<CardTab, { readonly title: string; readonly text: string }>> = {
  review: {
    title: 'Nothing left to review',
    text: 'Cards are made from your conversations when you import them, and wait here until you keep or archive them.',
  },
  kept: { title: 'No kept cards yet', text: 'Keep a card and it stays here, also when somebody shared it with you.' },
  archived: { title: 'Nothing archived', text: 'Archived cards stay findable by search, out of the way.' },
}

/** Keys the footer names, and what they do. */
export const KEY_HINTS: readonly (readonly [keys: readonly string[], does: string])[] = [
  [['J', 'K'], 'Move'],
  [['↵'], 'Open'],
  [['S'], 'Keep'],
  [['E'], 'Archive'],
  [['N'], 'Notebook'],
  [['X'], 'Select'],
  [['⌘Z'], 'Undo'],
]
