import type { Notebook } from '../notebook.ts'

/** What a change did: the notebook before and after it, the same object where it changed nothing. */
export interface NotebookChange {
  readonly before: Notebook
  readonly after: Notebook
}

/** Notebooks as the page reads and changes them. Implemented by storage. */
export interface NotebookStore {
  /** All of them, the one changed last first. */
  all(): Promise<readonly Notebook[]>
  read(id: string): Promise<Notebook | undefined>
  /** Writes a notebook whole, a new one or one that was deleted. */
  put(notebook: Notebook): Promise<void>
  /** Applies a pure change to what is stored now, whoever wrote it; undefined where the notebook is gone. */
  change(id: string, how: (notebook: Notebook) => Notebook): Promise<NotebookChange | undefined>
  /** Takes it away; answers with what it was. */
  remove(id: string): Promise<Notebook | undefined>
}
