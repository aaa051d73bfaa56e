/** Operators people can use in a search: what is typed for them, and what they mean. `often` ones have a chip. */
export const OPERATORS: readonly {
  readonly insert: string
  readonly label: string
  readonly about: string
  readonly often?: true
}[] = [
  { insert: 'kind:', label: 'kind:', about: 'Only cards of a kind, like kind:code or kind:decision', often: true },
  { insert: 'from:', label: 'from:', about: 'Only one provider, like from:claude', often: true },
  { insert: 'in:title', label: 'in:', about: 'Only in titles: in:title' },
  {
    insert: 'has:',
    label: 'has:',
    about: 'Only what holds something, like has:code, has:table or has:image',
    often: true,
  },
  { insert: 'is:', label: 'is:', about: 'Only a state, like is:kept, is:pinned or is:archived', often: true },
  { insert: 'tag:', label: 'tag:', about: 'Only cards with a tag of yours, like tag:garden', often: true },
  { insert: 'before:', label: 'before:', about: 'Before a day, month or year, like before:2026-09', often: true },
  { insert: 'after:', label: 'after:', about: 'After a day, month or year, like after:2025' },
  { insert: 'quality:', label: 'quality:', about: 'Only good cards, like quality:>70', often: true },
  { insert: '""', label: '“exact words”', about: 'These words in this order', often: true },
]
