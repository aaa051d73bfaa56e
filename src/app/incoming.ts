/** Files that other apps hand over: shared to this app, or opened with it. Implemented by the composition root. */
export interface Incoming {
  /** Calls back with files whenever some arrive, also with those that came before the page stood. */
  watch(onFiles: (files: readonly File[]) => void): () => void
}
