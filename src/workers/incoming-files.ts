import type { Incoming } from '../app/incoming.ts'
import { takeShared } from './shared-cache.ts'

/** File Handling API: https://wicg.github.io/manifest-incubations/#launchqueue-interface */
interface LaunchQueue {
  setConsumer(consumer: (launch: { readonly files?: readonly FileSystemFileHandle[] }) => void): void
}

/** Files opened with the installed app (`launchQueue`), and those shared to it or sent by a page, which are put by. */
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
