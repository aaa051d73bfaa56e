import type { PackItem } from '../domain/context-pack.ts'
import type { Notebook, NotebookEntry } from '../domain/notebook.ts'
import type { AcuSource } from '../domain/acu.ts'
import type { Stop } from './app.ts'

/** Cards put together by the person. What changes a notebook can be undone. */
export interface Notebooks {
  /** Calls back with all notebooks, the one changed last first, and again whenever one changed. */
  watch(onNotebooks: (notebooks: readonly Notebook[]) => void): Stop
  /** Makes a notebook and answers with its id. */
  create(title: string, acuIds?: readonly string[]): Promise<string>
  /** Puts cards at the end; those that are in it already stay where they are. Answers with how many were added. */
  add(id: string, acuIds: readonly string[]): Promise<number>
  /** Puts a heading or text at a position. */
  insert(id: string, kind: 'heading' | 'text', text: string, to: number): Promise<void>
  /** Moves an entry to a position of the list as it is afterwards. */
  move(id: string, entryId: string, to: number): Promise<void>
  /** Writes the note of a card, or the words of a heading or text. */
  write(id: string, entryId: string, text: string): Promise<void>
  take(id: string, entryId: string): Promise<void>
  rename(id: string, title: string): Promise<void>
  remove(id: string): Promise<void>
}

/** What of a notebook, or of one card, goes into a context pack. */
export interface PackMaterial {
  readonly title: string
  readonly items: readonly PackItem[]
  /** Places with private data in each item, by its id; replaced where that was asked. */
  readonly secrets: ReadonlyMap<string, number>
  /** Ids of entries whose card is not here. */
  readonly missing: readonly string[]
}

/** Reads what context packs are made of. */
export interface ContextPacks {
  /**
   * @param hide replaces what is private from level 3 on
   * @param linkTo address of a passage in this app
   */
  material(
    from: { readonly title: string; readonly entries: readonly NotebookEntry[] },
    hide: boolean,
    linkTo: (source: AcuSource) => string,
  ): Promise<PackMaterial>
}

export type { Notebook }
