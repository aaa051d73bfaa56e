/** The address where it is one a page may lead to (http, https, mailto), else undefined. */
export function safeHref(href: string): string | undefined {
  try {
    const url = new URL(href)
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined
  } catch {
    return undefined
  }
}
