import { concatBytes } from '../domain/bytes.ts'

/** Compresses bytes (RFC 1952). */
export const gzip = (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  through(bytes, new CompressionStream('gzip'))

/** Decompresses bytes (RFC 1952). Rejects with a TypeError where they are damaged. */
export const gunzip = (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  through(bytes, new DecompressionStream('gzip'))

/** Without blobs and responses in between, which cost more than compressing a conversation does. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  { readable, writable }: GenericTransformStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = (writable as WritableStream<Uint8Array<ArrayBuffer>>).getWriter()
  const reader = (readable as ReadableStream<Uint8Array<ArrayBuffer>>).getReader()
  const written = Promise.all([writer.write(bytes), writer.close()])
  // Damaged data is told by both sides: by what is read here, and there by what was written.
  written.catch(() => undefined)
  const chunks: Uint8Array<ArrayBuffer>[] = []
  for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value)
  await written
  return chunks.length === 1 ? chunks[0]!.slice() : concatBytes(...chunks)
}
