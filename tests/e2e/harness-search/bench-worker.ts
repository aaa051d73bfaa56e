import { holdIndex, holdMiniSearch } from '../../../bench/search/measure-memory.ts'
import { measureMiniSearch } from '../../../bench/search/measure-minisearch.ts'
import { measureSearch } from '../../../bench/search/measure.ts'
import { generateLibrary, type GeneratedLibrary } from '../../search-library/generate.ts'
import type { BenchStep } from './page.ts'

let made: GeneratedLibrary | undefined

/** One step after the other, so that memory can be measured between them. */
self.onmessage = async ({ data }: MessageEvent<BenchStep>) => {
  self.postMessage(await run(data))
}

function run(step: BenchStep): Promise<unknown> {
  if (step.do === 'generate') {
    made = generateLibrary(step.messages, 'bench')
    return Promise.resolve(undefined)
  }
  if (step.do === 'hold') return holdIndex(step.libraryId, step.revision, step.asked)
  if (step.do === 'hold-minisearch') return holdMiniSearch(step.asked)
  if (!made) throw new Error('generate first')
  return step.do === 'minisearch' ? measureMiniSearch(made) : measureSearch(made, step.do === 'reopen')
}
