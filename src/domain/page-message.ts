import { isObject } from './json.ts'
import { siteOfHost } from './provider-sites.ts'
import { err, ok, type Result } from './result.ts'

/** `type` of the message by which the window that receives says that it listens. */
export const READY = 'vivim-ready'
/** `type` of the message that hands a page over: `{type, name, html}`. */
export const PAGE = 'vivim-page'

const MAX_HTML = 32 * 1024 * 1024
const MAX_NAME = 120

/** A page as its own window handed it over. */
export interface PageMessage {
  /** Name for a file, with its ending. */
  readonly name: string
  readonly html: string
}

/** Why a message is not taken: it hands no page over, its sender is no service that is known, or it is too long. */
export type PageRefusal = 'no-page' | 'unknown-site' | 'too-large'

/**
 * Checks a message from another window. In: its data, and the origin the browser gives for it. Out: the page, where it
 * comes over https from a service that has chats, and is a text of at most 32 MB.
 */
export function readPageMessage(data: unknown, origin: string): Result<PageMessage, PageRefusal> {
  if (!isObject(data) || data['type'] !== PAGE) return err('no-page')
  const url = URL.parse(origin)
  if (url?.origin !== origin || url.protocol !== 'https:' || url.port !== '' || !siteOfHost(url.hostname))
    return err('unknown-site')
  const html = data['html']
  if (typeof html !== 'string' || html === '') return err('no-page')
  return html.length > MAX_HTML ? err('too-large') : ok({ name: fileName(data['name']), html })
}

/** One line that every file system takes. */
function fileName(stated: unknown): string {
  const line = typeof stated === 'string' ? stated.slice(0, 1000).replace(/\.html?$/i, '') : ''
  const name = line.replace(/[\p{C}\s/\\:*?"<>|]+/gu, ' ').trim()
  return `${[...name].slice(0, MAX_NAME).join('').trim() || 'page'}.html`
}
