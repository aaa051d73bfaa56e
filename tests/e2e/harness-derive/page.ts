import { derive } from '../../../src/knowledge/derive.ts'
import { DerivePool } from '../../../src/workers/derive-pool.ts'
import { makeConversation, makeWords, seeded, textMaker } from '../../search-library/make.ts'

/** What becomes of a worker: it works, fails as soon as it runs, or cannot be made but for the first. */
type Workers = 'work' | 'fail' | 'are refused'

declare global {
  interface Window {
    /** How many of a hundred conversations a pool gives other cards for than `derive` itself; how many workers it started. */
    compare(workers: number, how?: Workers): Promise<{ readonly different: number; readonly started: number }>
  }
}

window.compare = async (workers, how = 'work') => {
  const random = seeded(3)
  const make = textMaker(makeWords(500, random), random)
  const made = Array.from({ length: 100 }, (_, c) =>
    makeConversation({ name: `${c}`, texts: Array.from({ length: 1 + (c % 7) }, () => make(60)) }),
  )
  const broken = URL.createObjectURL(new Blob(['throw new Error("broken")'], { type: 'text/javascript' }))
  let started = 0
  const Started = window.Worker
  window.Worker = class extends Started {
    constructor(url: string | URL, options?: WorkerOptions) {
      if (how === 'are refused' && started > 0) throw new DOMException('refused', 'SecurityError')
      super(how === 'fail' ? broken : url, options)
      started++
    }
  }
  const pool = new DerivePool(workers)
  const derived = await Promise.all(made.map(({ conversation, messages }) => pool.derive(conversation, messages)))
  window.Worker = Started
  const different = made.filter(
    ({ conversation, messages }, at) => JSON.stringify(derived[at]) !== JSON.stringify(derive(conversation, messages)),
  ).length
  return { different, started }
}
