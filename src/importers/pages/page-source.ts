import { placeOf, type Place, providerOfUrl } from '../../domain/provider-sites.ts'
import type { Provider } from '../../domain/conversation.ts'

const MAX_HEAD = 64 * 1024

/** Where a page is from, as it says itself. */
export interface PageSource {
  readonly provider?: Provider
  /** The conversation it shows. */
  readonly place?: Place
}

/**
 * Looks for the address of a page near its start: in the comment of the browser or extension that saved it, in its
 * canonical link, in `og:url`. The first that is of a conversation counts.
 */
export function sourceOf(page: string): PageSource {
  const urls = statedUrls(page.slice(0, MAX_HEAD))
  for (const url of urls) {
    const place = placeOf(url)
    if (place) return { provider: place.provider, place }
  }
  const provider = urls.map(providerOfUrl).find((one) => one !== undefined)
  return provider === undefined ? {} : { provider }
}

function statedUrls(head: string): string[] {
  const saved = /<!--\s*saved from url=\(\d{1,6}\)(https?:\/\/\S{1,2000})/i.exec(head)?.[1]
  // SingleFile: a comment of several lines.
  const single = /<!--\s*Page saved with SingleFile\s+url:\s*(https?:\/\/\S{1,2000})/i.exec(head)?.[1]
  const tags = [...head.matchAll(/<(?:link|meta)\b[^<>]{1,2000}>/gi)].map(([tag]) => tag)
  const canonical = tags.filter((tag) => /\brel=["']?canonical\b/i.test(tag)).map((tag) => valueOf(tag, 'href'))
  const og = tags.filter((tag) => /\bproperty=["']?og:url\b/i.test(tag)).map((tag) => valueOf(tag, 'content'))
  return [saved, single, ...canonical, ...og].flatMap((url) => (url === undefined ? [] : [decoded(url)]))
}

const valueOf = (tag: string, name: string): string | undefined =>
  new RegExp(`\\b${name}=(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i')
    .exec(tag)
    ?.slice(1)
    .find((one) => one !== undefined)

const decoded = (url: string): string => url.replaceAll('&amp;', '&')
