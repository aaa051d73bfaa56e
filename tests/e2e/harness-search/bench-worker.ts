import { measureSearch } from '../../../bench/search/measure.ts'

self.onmessage = async ({ data }: MessageEvent<Parameters<typeof measureSearch>[0]>) => {
  self.postMessage(await measureSearch(data))
}
