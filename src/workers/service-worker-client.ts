import type { Updates } from '../app/updates.ts'

/** Who opens a room link waits for a card: keeping the files of the app comes after it. */
const AFTER_A_CARD_MS = 4_000
const LOOK_AGAIN_MS = 60 * 60 * 1000

/** Registers the service worker once the page is idle; a new version waits until it is accepted. */
export function serviceWorkerUpdates(): Updates {
  const watchers = new Set<() => void>()
  let ready = false
  let accept = (): void => undefined

  async function register(): Promise<void> {
    const { Workbox } = await import('workbox-window')
    const workbox = new Workbox('./sw.js')
    const onWaiting = (): void => {
      ready = true
      for (const watcher of watchers) watcher()
    }
    workbox.addEventListener('waiting', onWaiting)
    accept = () => {
      workbox.addEventListener('controlling', () => location.reload())
      workbox.messageSkipWaiting()
    }
    await workbox.register()
    setInterval(() => void workbox.update().catch(() => undefined), LOOK_AGAIN_MS)
  }

  if (import.meta.env.PROD && 'serviceWorker' in navigator) {
    const wait = location.hash.startsWith('#/r/') ? AFTER_A_CARD_MS : 0
    const start = (): void => {
      setTimeout(() => void register().catch((error: unknown) => console.warn('no service worker', error)), wait)
    }
    if (document.readyState === 'complete') start()
    else addEventListener('load', start, { once: true })
  }

  return {
    watch(onReady) {
      watchers.add(onReady)
      if (ready) onReady()
      return () => watchers.delete(onReady)
    },
    accept: () => accept(),
  }
}
