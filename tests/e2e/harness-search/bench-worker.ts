import { measureMiniSearch } from '../../../bench/search/measure-minisearch.ts'
import { measureSearch } from '../../../bench/search/measure.ts'
import { generateLibrary, type GeneratedLibrary } from '../../search-library/generate.ts'
import type { BenchStep } from './page.ts'

let made: GeneratedLibrary | undefined
/** The index stays while its memory is measured. */
let held: unknown

/** One step after the other, so that memory can be measured between them. */
self.onmessage = async ({ data }: MessageEvent<BenchStep>) => {
  self.postMessage(await run(data))
}

async function run(step: BenchStep): Promise<unknown> {
  if (step.do === 'generate') {
    made = generateLibrary(step.messages, 'bench')
    // Strings made of pieces become whole when they are first looked into, which would be taken for what an index saves.
    for (const text of made.texts) text.indexOf('\0')
    return undefined
  }
  if (!made) throw new Error('generate first')
  const { index, ...figures } = await (step.do === 'minisearch'
    ? measureMiniSearch(made)
    : measureSearch(made, step.do === 'reopen'))
  held = index
  return { ...figures, isHeld: held !== undefined }
}
