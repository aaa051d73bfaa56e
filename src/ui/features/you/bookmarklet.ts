import { PAGE, READY } from '../../../domain/page-message.ts'

/**
 * The address of a bookmark that hands the page it is pressed on to VIVIM, or saves it as a file where that is refused.
 * In: the full address of receive.html, and what is said once the file is saved.
 */
export const bookmarklet = (receiver: string, saved: string): string =>
  `javascript:${encodeURIComponent(`(${sendPage.toString()})(${[receiver, READY, PAGE, saved].map((one) => JSON.stringify(one)).join()})`)}`

/**
 * Runs in the page of a service, as text: it may use nothing from outside of itself. The page is written as browsers
 * save it, with its address in a comment. It is sent to no other origin than that of the receiver, which has to ask for
 * it; where the window cannot be opened, is cut off from this one or does not ask, the page becomes a download.
 */
function sendPage(receiver: string, ready: string, type: string, saved: string): void {
  const address = location.href
  const length = String(address.length).padStart(4, '0')
  const html = `<!DOCTYPE html>\n<!-- saved from url=(${length})${address} -->\n${document.documentElement.outerHTML}`
  const name = `${
    document.title
      .replace(/[^\p{L}\p{N}._-]+/gu, ' ')
      .trim()
      .slice(0, 100) || 'page'
  }.html`
  const { origin } = new URL(receiver)
  const opened = window.open(receiver, '_blank')
  const giveUpAt = Date.now() + 10_000
  const timer = setInterval(() => {
    // A window that is cut off from this one counts as closed.
    if (opened && !opened.closed && Date.now() < giveUpAt) return
    stop()
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([html], { type: 'text/html' }))
    link.download = name
    link.click()
    setTimeout(() => {
      URL.revokeObjectURL(link.href)
      alert(saved)
    }, 1000)
  }, 250)
  const stop = (): void => {
    clearInterval(timer)
    removeEventListener('message', answer)
  }
  const answer = (event: MessageEvent<{ readonly type?: unknown } | null>): void => {
    if (event.source === null || event.source !== opened || event.origin !== origin || event.data?.type !== ready)
      return
    stop()
    opened.postMessage({ type, name, html }, origin)
  }
  addEventListener('message', answer)
}
