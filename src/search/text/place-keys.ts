/** More than there are places in a document. */
export const PLACES = 2 ** 21

/** Places in documents, each as one number: document × {@link PLACES} + place. */
export class PlaceKeys {
  all = new Float64Array(1_024)
  length = 0

  /** Makes room for so many more. */
  makeRoom(more: number): void {
    if (this.length + more <= this.all.length) return
    const grown = new Float64Array(2 * (this.length + more))
    grown.set(this.all.subarray(0, this.length))
    this.all = grown
  }
}

/** A key of {@link PlaceKeys} taken apart again. */
export const placeOfKey = (key: number): { readonly doc: number; readonly place: number } => ({
  doc: Math.floor(key / PLACES),
  place: key % PLACES,
})
