import type { CardLink } from '../../../app/app.ts'

/** What a person set out to do with a card. */
export type CardTask =
  | { readonly kind: 'edit' | 'split' | 'link' | 'find-to-merge' }
  | { readonly kind: 'merge'; readonly others: readonly string[] }
  | { readonly kind: 'change-link'; readonly to: CardLink }
