/** Where files that other apps and pages hand over wait until the page takes them. */
const SHARED_CACHE = 'vivim-shared'
/** Header with the file's name, percent-encoded. */
const SHARED_NAME = 'x-vivim-name'

/** Puts files by for the page. Throws where the browser keeps no caches, or has no room. */
export async function putShared(files: readonly File[]): Promise<void> {
  const cache = await caches.open(SHARED_CACHE)
  for (const file of files) {
    // Each under a name of its own: another may have been put by that was not taken yet.
    await cache.put(
      `./shared/${crypto.randomUUID()}`,
      new Response(file, { headers: { [SHARED_NAME]: encodeURIComponent(file.name.toWellFormed()) } }),
    )
  }
}

/** Takes the files that were put by, in their order; each is there once, whoever asks. */
export async function takeShared(): Promise<File[]> {
  if (!('caches' in globalThis) || !(await caches.has(SHARED_CACHE))) return []
  const cache = await caches.open(SHARED_CACHE)
  const files: File[] = []
  for (const request of await cache.keys()) {
    const response = await cache.match(request)
    if (!response) continue
    const file = new File([await response.blob()], decodeURIComponent(response.headers.get(SHARED_NAME) ?? 'shared'))
    // Only who deletes it has it: two pages may begin at once.
    if (await cache.delete(request)) files.push(file)
  }
  return files
}
