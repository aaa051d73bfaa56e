/** Longest title, in UTF-16 code units. */
const MAX_TITLE = 200
/** Longest heading, text or note, in UTF-16 code units. */
const MAX_TEXT = 50_000
/** Most entries of one notebook. */
const MAX_ENTRIES = 5_000

/** One line of a notebook: a card, with what the person noted beside it, or words of their own. */
export type NotebookEntry =
  | { readonly id: string; readonly kind: 'card'; readonly acuId: string; readonly note?: string }
  | { readonly id: string; readonly kind: 'heading' | 'text'; readonly text: string }

/** Cards a person put together, in their order. Times in ms since 1970 UTC. */
export interface Notebook {
  readonly id: string
  readonly title: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly entries: readonly NotebookEntry[]
}

const titleOf = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, MAX_TITLE).toWellFormed()
const textOf = (text: string): string => text.trim().slice(0, MAX_TEXT).toWellFormed()

/** A notebook with nothing in it. White space of the title is tidied; an empty title is allowed. */
export const newNotebook = (id: string, title: string, at: number): Notebook => ({
  id,
  title: titleOf(title),
  createdAt: at,
  updatedAt: at,
  entries: [],
})

/** Everything below gives the same object back where there is nothing to change. */
const changed = (notebook: Notebook, entries: readonly NotebookEntry[], at: number): Notebook => ({
  ...notebook,
  entries,
  updatedAt: at,
})

/** A copy of an entry whose texts are tidied; undefined where it says nothing. */
function tidied(entry: NotebookEntry): NotebookEntry | undefined {
  if (entry.kind === 'card') {
    const note = textOf(entry.note ?? '')
    return { id: entry.id, kind: 'card', acuId: entry.acuId, ...(note !== '' && { note }) }
  }
  const text = entry.kind === 'heading' ? titleOf(entry.text) : textOf(entry.text)
  return text === '' ? undefined : { id: entry.id, kind: entry.kind, text }
}

/**
 * Puts entries in, from position `to` on, else at the end. A card is in a notebook once, and so is an entry's id: what is
 * there already, empty texts, and what is more than a notebook holds are left out.
 */
export function addEntries(
  notebook: Notebook,
  entries: readonly NotebookEntry[],
  at: number,
  to = notebook.entries.length,
): Notebook {
  const ids = new Set(notebook.entries.map(({ id }) => id))
  const cards = new Set(notebook.entries.flatMap((one) => (one.kind === 'card' ? [one.acuId] : [])))
  const added = entries.flatMap((entry): NotebookEntry[] => {
    const own = tidied(entry)
    if (!own || ids.has(own.id) || (own.kind === 'card' && cards.has(own.acuId)) || ids.size >= MAX_ENTRIES) return []
    ids.add(own.id)
    if (own.kind === 'card') cards.add(own.acuId)
    return [own]
  })
  if (added.length === 0) return notebook
  return changed(notebook, notebook.entries.toSpliced(within(to, notebook.entries.length), 0, ...added), at)
}

const within = (position: number, last: number): number => Math.min(Math.max(0, Math.trunc(position)), last)

/** Takes entries out. */
export function removeEntries(notebook: Notebook, ids: readonly string[], at: number): Notebook {
  const rest = notebook.entries.filter(({ id }) => !ids.includes(id))
  return rest.length === notebook.entries.length ? notebook : changed(notebook, rest, at)
}

/** Moves an entry to position `to` of the list as it is afterwards, kept inside it. */
export function moveEntry(notebook: Notebook, id: string, to: number, at: number): Notebook {
  const from = notebook.entries.findIndex((entry) => entry.id === id)
  const entry = notebook.entries[from]
  const target = within(to, notebook.entries.length - 1)
  if (!entry || target === from) return notebook
  return changed(notebook, notebook.entries.toSpliced(from, 1).toSpliced(target, 0, entry), at)
}

/**
 * Writes the note of a card, or the words of a heading or text. An empty note goes; a heading or text that is emptied
 * keeps its words, since taking it out is another thing to do.
 */
export function writeEntry(notebook: Notebook, id: string, text: string, at: number): Notebook {
  const before = notebook.entries.find((entry) => entry.id === id)
  const after = before && tidied(before.kind === 'card' ? { ...before, note: text } : { ...before, text })
  if (!after || wordsOf(before) === wordsOf(after)) return notebook
  return changed(
    notebook,
    notebook.entries.map((entry) => (entry === before ? after : entry)),
    at,
  )
}

/** The person's own words of an entry. */
export const wordsOf = (entry: NotebookEntry): string => (entry.kind === 'card' ? (entry.note ?? '') : entry.text)

/** Gives it another title. */
export function renameNotebook(notebook: Notebook, title: string, at: number): Notebook {
  const next = titleOf(title)
  return next === notebook.title ? notebook : { ...notebook, title: next, updatedAt: at }
}

/** Ids of the cards, in their order. */
export const cardsOf = ({ entries }: Pick<Notebook, 'entries'>): readonly string[] =>
  entries.flatMap((entry) => (entry.kind === 'card' ? [entry.acuId] : []))
