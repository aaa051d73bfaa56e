import type { Review } from '../../../domain/acu.ts'
import type { CardTab } from '../../../domain/ports/search.ts'

/** Most cards merged into one at once: a person is to read their texts. */
export const MERGE_AT_MOST = 20

interface Decision {
  readonly label: string
  readonly key: string
  readonly review: Review | undefined
}

/** What can be decided about chosen cards under each tab. */
export const PICKED_REVIEWS: Readonly<Record<CardTab, readonly Decision[]>> = {
  review: [
    { label: 'Keep', key: 'S', review: 'kept' },
    { label: 'Archive', key: 'E', review: 'archived' },
  ],
  kept: [
    { label: 'Back to review', key: 'S', review: undefined },
    { label: 'Archive', key: 'E', review: 'archived' },
  ],
  archived: [
    { label: 'Keep', key: 'S', review: 'kept' },
    { label: 'Back to review', key: 'E', review: undefined },
  ],
}

export const pickedWords = {
  label: 'Selected cards',
  select: 'Select cards',
  none: 'Nothing selected yet',
  count: (count: string) => `${count} selected`,
  notebook: 'Notebook',
  merge: 'Merge',
  more: 'More for the selected cards',
  end: 'Stop selecting',
  tooFew: 'Select at least two cards to merge',
  tooMany: `At most ${MERGE_AT_MOST} cards can be merged at once`,
}
