const CHUNK = 512 * 1024

/** The bytes of a blob, half a megabyte at a time, read only when asked for. `onRead` hears the size of each chunk. */
export async function* blobChunks(
  blob: Blob,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let offset = 0; offset < blob.size; offset += CHUNK) {
    const chunk = new Uint8Array(await blob.slice(offset, offset + CHUNK).arrayBuffer())
    onRead(chunk.length)
    yield chunk
  }
}
