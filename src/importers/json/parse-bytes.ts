const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The value of JSON bytes, in an object since it may be null; undefined where they are not JSON. */
export function parse(bytes: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(decoder.decode(bytes)) as unknown }
  } catch {
    return undefined
  }
}
