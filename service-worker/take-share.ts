import type { RouteHandlerCallback } from 'workbox-core'
import { putShared } from '../src/workers/shared-cache.ts'

/**
 * Puts what was shared by for the page and sends the browser there (Web Share Target, multipart POST). Nothing of it
 * leaves the device: the request ends here.
 */
export const takeShare: RouteHandlerCallback = async ({ request }) => {
  try {
    await putShared(sharedFiles(await request.formData()))
  } catch (error) {
    // A broken form, or no room: the page that comes next offers other ways in.
    console.warn('what was shared could not be taken', error)
  }
  return Response.redirect('./#/add', 303)
}

/** The files of a share. A text or a link alone becomes a file, so that it is read like one. */
function sharedFiles(form: FormData): File[] {
  // A field for files that was left empty is sent as one without name.
  const files = form
    .getAll('files')
    .filter((value) => value instanceof File)
    .filter(({ name }) => name !== '')
  const texts = ['title', 'text', 'url'].map((name) => form.get(name)).filter((value) => typeof value === 'string')
  const text = [...new Set(texts.map((value) => value.trim()).filter(Boolean))]
  // With a link among them the rest is what the other app says about it.
  const link = text.find((value) => /^https:\/\/\S+$/.test(value))
  if (files.length === 0 && text.length > 0) return [new File([link ?? text.join('\n\n')], 'shared.txt')]
  return files
}
