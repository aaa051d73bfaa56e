import { gzipSync } from 'fflate'

/** Below this a stream costs more in waiting than it saves in speed: most conversations are a few kilobytes. */
const STREAM_FROM = 256 * 1024

/** Compresses bytes (RFC 1952). */
export async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  // A copy of its own: the answer is a view of a larger buffer, which would be stored as a whole.
  if (bytes.length < STREAM_FROM) return gzipSync(bytes, { level: 6, mem: 2, mtime: 0 }).slice()
  return through(bytes, new CompressionStream('gzip'))
}

/** Decompresses bytes (RFC 1952). Rejects with a TypeError where they are damaged. */
export const gunzip = (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  through(bytes, new DecompressionStream('gzip'))

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: GenericTransformStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const piped = new Blob([bytes]).stream().pipeThrough(stream as TransformStream<Uint8Array, Uint8Array>)
  return new Uint8Array(await new Response(piped).arrayBuffer())
}
