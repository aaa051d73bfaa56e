import type { Derivation } from '../domain/acu.ts'
import type { Conversation, Message } from '../domain/conversation.ts'
import type { Derive } from '../domain/ports/knowledge.ts'
import type { Derived, ToDerive } from './derive-worker.ts'

/** A worker takes some 20 MB: more of them than these are more than writing can follow. */
const MOST = 3

/**
 * Half of the processors; none of two, which reading, writing and the search index keep busy: sending a conversation to
 * a worker and its cards back would only add to that.
 */
const manyFor = (processors: number): number => (processors <= 2 ? 0 : Math.min(MOST, processors >> 1))

interface Waiting {
  readonly conversation: Conversation
  readonly messages: readonly Message[]
  resolve(derivation: Derivation): void
  reject(reason: unknown): void
}

/**
 * Derives cards in workers of their own, so that reading, deriving and writing an export take place at once. They end
 * with the worker that started them. Where none can be started, or one fails, cards are derived in place.
 */
export class DerivePool {
  readonly #waiting = new Map<number, Waiting>()
  readonly #many: number
  #next = 0
  #workers: readonly Worker[] | undefined

  /** With so many workers, started when the first conversation comes. */
  constructor(many = manyFor(navigator.hardwareConcurrency)) {
    this.#many = many
  }

  /** What {@link Derive} gives. */
  readonly derive = (conversation: Conversation, messages: readonly Message[]): Promise<Derivation> =>
    new Promise((resolve, reject) => {
      const id = this.#next++
      const waiting = { conversation, messages, resolve, reject }
      const workers = (this.#workers ??= this.#start())
      // In turn: conversations differ in length, but not for long.
      const worker = workers[id % workers.length]
      if (!worker) return void here(waiting)
      this.#waiting.set(id, waiting)
      worker.postMessage({ id, conversation, messages } satisfies ToDerive)
    })

  #start(): readonly Worker[] {
    const workers: Worker[] = []
    try {
      while (workers.length < this.#many) workers.push(this.#startOne())
      return workers
    } catch {
      // Where a worker cannot have workers of its own.
      for (const worker of workers) worker.terminate()
      return []
    }
  }

  #startOne(): Worker {
    const worker = new Worker(new URL('./derive-worker.ts', import.meta.url), { type: 'module', name: 'derive' })
    worker.onmessage = ({ data: { id, derivation } }: MessageEvent<Derived>) => {
      this.#waiting.get(id)?.resolve(derivation)
      this.#waiting.delete(id)
    }
    worker.onerror = worker.onmessageerror = () => this.#giveUp()
    return worker
  }

  #giveUp(): void {
    for (const worker of this.#workers ?? []) worker.terminate()
    this.#workers = []
    for (const waiting of this.#waiting.values()) void here(waiting)
    this.#waiting.clear()
  }
}

async function here({ conversation, messages, resolve, reject }: Waiting): Promise<void> {
  try {
    const { derive }: { derive: Derive } = await import('../knowledge/derive.ts')
    resolve(derive(conversation, messages))
  } catch (error) {
    reject(error)
  }
}
