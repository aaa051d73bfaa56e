import type { Incoming } from '../app/incoming.ts'
import { SHARED_CACHE, SHARED_NAME } from './shared-cache.ts'

/** File Handling API: https://wicg.github.io/manifest-incubations/#launchqueue-interface */
interface LaunchQueue {
  setConsumer(consumer: (launch: { readonly files?: readonly FileSystemFileHandle[] }) => void): void
}

/** Files opened with the installed app (`launchQueue`), and files shared to it, which the service worker has put by. */
export function incomingFiles(): Incoming {
  return {
    watch(onFiles) {
      let watching = true
      const give = (files: readonly File[]): void => {
        if (watching && files.length > 0) onFiles(files)
      }
      const { launchQueue } = window as { launchQueue?: LaunchQueue }
      launchQueue?.setConsumer(({ files = [] }) => {
        void Promise.all(files.map((handle) => handle.getFile())).then(give, () => undefined)
      })
      void takeShared().then(give, () => undefined)
      return () => (watching = false)
    },
  }
}

/** Takes what the service worker has put by; it is there once. */
async function takeShared(): Promise<File[]> {
  if (!('caches' in window) || !(await caches.has(SHARED_CACHE))) return []
  const cache = await caches.open(SHARED_CACHE)
  const requests = await cache.keys()
  const files = await Promise.all(
    requests.map(async (request) => {
      const response = await cache.match(request)
      if (!response) return undefined
      const name = decodeURIComponent(response.headers.get(SHARED_NAME) ?? 'shared')
      return new File([await response.blob()], name)
    }),
  )
  await caches.delete(SHARED_CACHE)
  return files.filter((file) => file !== undefined)
}
