import { concatBytes } from '../domain/bytes.ts'

/** A stream of bytes whose start is known already. */
export interface Peeked {
  /** At least as many bytes as were asked for, or all there are. */
  readonly head: Uint8Array<ArrayBuffer>
  /** The head is all there is. */
  readonly complete: boolean
  /** Why no more than the head could be read; told again, in its place, by `from`. */
  readonly failure?: { readonly error: unknown }
  /** Everything, from the byte at `offset` of the head on. To be used once. */
  readonly from: (offset: number) => AsyncGenerator<Uint8Array<ArrayBuffer>>
}

/** Reads the first `wanted` bytes of a stream without taking them from whoever reads it. */
export async function peek(chunks: AsyncIterable<Uint8Array<ArrayBuffer>>, wanted: number): Promise<Peeked> {
  const source = chunks[Symbol.asyncIterator]()
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let held = 0
  let complete = false
  let failure: { readonly error: unknown } | undefined
  while (held < wanted && !complete && !failure) {
    try {
      const next = await source.next()
      if (next.done) complete = true
      else {
        pieces.push(next.value)
        held += next.value.length
      }
    } catch (error) {
      failure = { error }
    }
  }
  const head = pieces.length === 1 ? pieces[0]! : concatBytes(...pieces)
  return {
    head,
    complete,
    ...(failure && { failure }),
    async *from(offset) {
      try {
        yield head.subarray(offset)
        if (failure) throw failure.error
        if (!complete) for (let next = await source.next(); !next.done; next = await source.next()) yield next.value
      } finally {
        await source.return?.()
      }
    },
  }
}
