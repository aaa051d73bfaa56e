import { createContext, runInContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { PAGE, READY, readPageMessage } from '../../../domain/page-message.ts'
import { bookmarklet } from './bookmarklet.ts'

const RECEIVER = 'https://vivim.example/app/receive.html'
const ORIGIN = 'https://vivim.example'
const ADDRESS = 'https://chatgpt.com/c/68a1-bees?model=x'
const SAVED = 'Saved: “drop” it'

type Listener = (event: { source: unknown; origin: string; data: unknown }) => void

/** A page in a context of its own, with no more than the bookmark needs. */
function pageThatOpens(opened: { closed: boolean; postMessage: ReturnType<typeof vi.fn> } | null) {
  const listeners = new Set<Listener>()
  const open = vi.fn((_url: string, _target: string) => opened)
  const alert = vi.fn()
  const links: { href: string; download: string; click: () => void }[] = []
  const blobs: Blob[] = []
  const click = vi.fn()
  const context = createContext({
    location: { href: ADDRESS },
    document: {
      title: 'Wax / <cells> - ChatGPT',
      documentElement: { outerHTML: '<html><body>“Wax” %41</body></html>' },
      createElement() {
        const link = { href: '', download: '', click }
        links.push(link)
        return link
      },
    },
    window: { open },
    URL: Object.assign(class extends URL {}, {
      createObjectURL: (blob: Blob) => `blob:${blobs.push(blob)}`,
      revokeObjectURL: vi.fn(),
    }),
    Blob,
    Date,
    alert,
    setTimeout,
    setInterval,
    clearInterval,
    addEventListener: (_: string, listener: Listener) => listeners.add(listener),
    removeEventListener: (_: string, listener: Listener) => listeners.delete(listener),
  })
  const code = bookmarklet(RECEIVER, SAVED)
  expect(code).toMatch(/^javascript:[\w.!~*'()%-]+$/)
  const result: unknown = runInContext(decodeURIComponent(code.slice('javascript:'.length)), context)
  const hear: Listener = (event) => {
    for (const listener of [...listeners]) listener(event)
  }
  return { result, open, alert, links, blobs, click, hear, listeners }
}

const HTML = `<!DOCTYPE html>\n<!-- saved from url=(00${ADDRESS.length})${ADDRESS} -->\n<html><body>“Wax” %41</body></html>`

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the bookmark pressed on a page', () => {
  test('hands it over when the window it opened asks for it, once, and to no one else', () => {
    const opened = { closed: false, postMessage: vi.fn() }
    const { result, open, hear, click, listeners } = pageThatOpens(opened)
    // What a bookmark results in would take the place of the page.
    expect(result).toBeUndefined()
    expect(open).toHaveBeenCalledExactlyOnceWith(RECEIVER, '_blank')
    hear({ source: {}, origin: ORIGIN, data: { type: READY } })
    hear({ source: null, origin: ORIGIN, data: { type: READY } })
    hear({ source: opened, origin: 'https://evil.example', data: { type: READY } })
    hear({ source: opened, origin: ORIGIN, data: null })
    hear({ source: opened, origin: ORIGIN, data: { type: 'other' } })
    expect(opened.postMessage).not.toHaveBeenCalled()
    hear({ source: opened, origin: ORIGIN, data: { type: READY } })
    hear({ source: opened, origin: ORIGIN, data: { type: READY } })
    const message = { type: PAGE, name: 'Wax cells - ChatGPT.html', html: HTML }
    expect(opened.postMessage).toHaveBeenCalledExactlyOnceWith(message, ORIGIN)
    expect(readPageMessage(message, 'https://chatgpt.com').ok).toBe(true)
    vi.advanceTimersByTime(60_000)
    expect(click).not.toHaveBeenCalled()
    expect(listeners.size).toBe(0)
  })

  test.each([
    ['no window opens', null, 250],
    ['the window is cut off', { closed: true, postMessage: vi.fn() }, 250],
    ['the window does not ask for 10 s', { closed: false, postMessage: vi.fn() }, 10_000],
  ])('saves it as a file where %s, and says what to do', async (_, opened, after) => {
    const { click, links, blobs, alert, hear } = pageThatOpens(opened)
    vi.advanceTimersByTime(after - 250)
    expect(click).not.toHaveBeenCalled()
    vi.advanceTimersByTime(250)
    expect(click).toHaveBeenCalledOnce()
    expect(links).toMatchObject([{ download: 'Wax cells - ChatGPT.html', href: 'blob:1' }])
    expect(await blobs[0]!.text()).toBe(HTML)
    hear({ source: opened, origin: ORIGIN, data: { type: READY } })
    vi.advanceTimersByTime(60_000)
    expect(click).toHaveBeenCalledOnce()
    expect(alert).toHaveBeenCalledExactlyOnceWith(SAVED)
    if (opened) expect(opened.postMessage).not.toHaveBeenCalled()
  })
})
