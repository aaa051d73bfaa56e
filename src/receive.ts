import { type PageRefusal, READY, readPageMessage } from './domain/page-message.ts'
import { applyTheme } from './ui/state/theme.ts'
import { words } from './ui/words.ts'
import { putShared } from './workers/shared-cache.ts'

/** Longer than the page that sends waits, which saves a file then. */
const WAIT_MS = 12_000

/**
 * The page that takes a conversation from the page of a service, whose bookmarklet opened it. One message is taken, from
 * the window that opened this one; it is put by as a shared file, and the app is opened, which imports it.
 */
const place = document.getElementById('receive')!
const opener: Window | null = window.opener
let isDone = false

function say(title: string, text: string, isOver = false): void {
  const heading = Object.assign(document.createElement('h1'), { textContent: title })
  const paragraph = Object.assign(document.createElement('p'), { textContent: text })
  const link = Object.assign(document.createElement('a'), { textContent: words.receive.open, href: './#/add' })
  place.replaceChildren(heading, paragraph, ...(isOver ? [link] : []))
}

function end(why: PageRefusal | 'not-kept'): void {
  isDone = true
  say(words.receive.titles[why], words.receive.texts[why], true)
}

async function take(event: MessageEvent<unknown>): Promise<void> {
  if (isDone || event.source === null || event.source !== opener) return
  const read = readPageMessage(event.data, event.origin)
  if (!read.ok) {
    // Pages send messages of their own to windows they open.
    if (read.error !== 'no-page') end(read.error)
    return
  }
  isDone = true
  try {
    await putShared([new File([read.value.html], read.value.name, { type: 'text/html' })])
    location.replace('./#/add')
  } catch {
    end('not-kept')
  }
}

applyTheme()
if (opener) {
  say(words.receive.waiting, words.onThisDevice)
  addEventListener('message', (event) => void take(event))
  opener.postMessage({ type: READY }, '*')
  setTimeout(() => {
    if (!isDone) end('no-page')
  }, WAIT_MS)
} else end('no-page')
