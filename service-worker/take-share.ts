import type { RouteHandlerCallback } from 'workbox-core'
import { SHARED_CACHE, SHARED_NAME } from '../src/workers/shared-cache.ts'

/**
 * Puts what was shared by for the page and sends the browser there (Web Share Target, multipart POST). A text or a link
 * becomes a file, so that it is read like one. Nothing of it leaves the device: the request ends here.
 */
export const takeShare: RouteHandlerCallback = async ({ request }) => {
  const form = await request.formData()
  const files = form.getAll('files').filter((value) => value instanceof File)
  const texts = ['title', 'text', 'url'].map((name) => form.get(name)).filter((value) => typeof value === 'string')
  const text = [...new Set(texts.map((value) => value.trim()).filter(Boolean))]
  // With a link among them the rest is what the other app says about it.
  const link = text.find((value) => /^https:\/\/\S+$/.test(value))
  if (files.length === 0 && text.length > 0) files.push(new File([link ?? text.join('\n\n')], 'shared.txt'))
  const cache = await caches.open(SHARED_CACHE)
  for (const [index, file] of files.entries()) {
    await cache.put(
      `./shared/${index}`,
      new Response(file, { headers: { [SHARED_NAME]: encodeURIComponent(file.name) } }),
    )
  }
  return Response.redirect('./#/add', 303)
}
