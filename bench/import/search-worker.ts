import type { IndexSource } from '../../src/domain/ports/search.ts'
import { IndexEngine } from '../../src/search/index-engine.ts'
import { openFile } from '../../src/search/sqlite.ts'
import { onChangeSignal } from '../../src/storage/change-signal.ts'
import { VivimDatabase } from '../../src/storage/database.ts'
import { indexSource } from '../../src/storage/index-source.ts'

/** First the library to index, told again and again by its changes, as in the app; then that it is whole. */
type Asked = { readonly library: string } | { readonly finish: true }

let source: IndexSource | undefined
let engine: Promise<IndexEngine> | undefined

self.onmessage = async ({ data }: MessageEvent<Asked>) => {
  if ('library' in data) {
    const library = (source = indexSource(new VivimDatabase(data.library)))
    engine = openFile().then((file) => new IndexEngine(file, library))
    onChangeSignal(() => void engine?.then((opened) => opened.catchUp()))
    return
  }
  const opened = await engine!
  const newest = await source!.newestRevision()
  void opened.catchUp()
  for (;;) {
    const { revision, reason } = await opened.status()
    if (reason !== undefined) throw new Error(reason)
    if (revision === newest) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  self.postMessage(undefined)
}
