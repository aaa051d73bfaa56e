/** Raised whenever the same messages would give other cards or links than before: libraries then make theirs anew. */
export const EXTRACTOR_VERSION = 5
