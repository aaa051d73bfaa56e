import type { Updates } from '../app/updates.ts'

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
    const start = (): void => void register().catch((error: unknown) => console.warn('no service worker', error))
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
