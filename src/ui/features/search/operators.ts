/** Operators people can use in a search: what is typed for them, and what they mean. */
export const OPERATORS: readonly { readonly insert: string; readonly label: string; readonly about: string }[] = [
  { insert: 'kind:', label: 'kind:', about: 'Only cards of a kind, like kind:code or kind:decision' },
  { insert: 'from:', label: 'from:', about: 'Only one provider, like from:claude' },
  { insert: 'in:title', label: 'in:', about: 'Only in titles: in:title' },
  { insert: 'has:', label: 'has:', about: 'Only what holds something, like has:code, has:table or has:image' },
  { insert: 'is:', label: 'is:', about: 'Only a state, like is:kept, is:pinned or is:archived' },
  { insert: 'before:', label: 'before:', about: 'Before a day, month or year, like before:2026-09' },
  { insert: 'after:', label: 'after:', about: 'After a day, month or year, like after:2025' },
  { insert: 'quality:', label: 'quality:', about: 'Only good cards, like quality:>70' },
  { insert: '""', label: '“exact words”', about: 'These words in this order' },
]
