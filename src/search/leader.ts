/**
 * One tab does the work for all: it holds a lock, the others ask it over a broadcast channel. When it closes, the next
 * in the queue for the lock takes over and what was asked meanwhile is asked again. Everything asked must be safe to
 * do twice.
 */

/** Does the work in the tab that leads. */
export type Handler = (method: string, args: readonly unknown[]) => Promise<unknown>

export interface LeaderOptions {
  /** Name of the lock and of the channel. */
  readonly name: string
  /** Called once, when this tab leads. */
  readonly lead: () => Handler
  /** Absent where the browser has no Web Locks: then each tab works for itself. */
  readonly locks: Pick<LockManager, 'request'> | undefined
  readonly channel: BroadcastChannel
  /** A name of this tab that no other has. */
  readonly tabId: string
  /** Milliseconds after which an unanswered question is asked again, and after which it is given up. */
  readonly retryAfter?: number
  readonly giveUpAfter?: number
}

export interface Shared {
  ask(method: string, args: readonly unknown[]): Promise<unknown>
  leads(): boolean
  close(): void
}

type Wire =
  | { readonly kind: 'leads' }
  | {
      readonly kind: 'ask'
      readonly from: string
      readonly id: number
      readonly method: string
      readonly args: unknown[]
    }
  | { readonly kind: 'heard'; readonly to: string; readonly id: number }
  | { readonly kind: 'answer'; readonly to: string; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly to: string; readonly id: number; readonly message: string }

interface Pending {
  readonly method: string
  readonly args: readonly unknown[]
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
  readonly since: number
  heard: boolean
}

/** Joins the tabs that share one worker. Throws nothing; a question fails in plain words when nobody answers in time. */
export function joinTabs(options: LeaderOptions): Shared {
  const { name, lead, locks, channel, tabId, retryAfter = 1_000, giveUpAfter = 30_000 } = options
  const pending = new Map<number, Pending>()
  const doing = new Set<string>()
  const closing = new AbortController()
  let handler: Handler | undefined
  let last = 0

  const post = (message: Wire): void => channel.postMessage(message)

  const settle = (id: number, how: (one: Pending) => void): void => {
    const one = pending.get(id)
    if (!one) return
    pending.delete(id)
    how(one)
  }

  const put = (id: number, { method, args }: Pick<Pending, 'method' | 'args'>): void => {
    if (!handler) {
      post({ kind: 'ask', from: tabId, id, method, args: [...args] })
      return
    }
    handler(method, args).then(
      (value) => settle(id, (one) => one.resolve(value)),
      (error: unknown) => settle(id, (one) => one.reject(error instanceof Error ? error : new Error(String(error)))),
    )
  }

  const answer = (message: Extract<Wire, { kind: 'ask' }>): void => {
    if (!handler) return
    const { from: to, id } = message
    post({ kind: 'heard', to, id })
    const key = `${to} ${id}`
    if (doing.has(key)) return
    doing.add(key)
    handler(message.method, message.args)
      .then(
        (value) => post({ kind: 'answer', to, id, value }),
        (error: unknown) =>
          post({ kind: 'failure', to, id, message: error instanceof Error ? error.message : String(error) }),
      )
      .finally(() => doing.delete(key))
  }

  channel.onmessage = ({ data }: MessageEvent<Wire>) => {
    if (data.kind === 'ask') answer(data)
    else if (data.kind === 'leads') for (const [id, one] of pending) put(id, one)
    else if (data.to !== tabId) return
    else if (data.kind === 'heard') {
      const one = pending.get(data.id)
      if (one) one.heard = true
    } else if (data.kind === 'answer') settle(data.id, (one) => one.resolve(data.value))
    else settle(data.id, (one) => one.reject(new Error(data.message)))
  }

  // A leader that was heard may work long; one that vanished meanwhile is missed when asked again.
  const timer = setInterval(() => {
    if (handler) return
    for (const [id, one] of pending) {
      if (!one.heard && performance.now() - one.since > giveUpAfter) {
        settle(id, ({ reject }) =>
          reject(new Error('Search runs in another tab that does not answer. Close it, or reload this page.')),
        )
      } else {
        one.heard = false
        put(id, one)
      }
    }
  }, retryAfter)

  const takeLead = (): void => {
    handler = lead()
    for (const [id, one] of pending) put(id, one)
    post({ kind: 'leads' })
  }

  if (!locks) takeLead()
  else {
    const closed = new Promise<void>((resolve) => closing.signal.addEventListener('abort', () => resolve()))
    locks
      .request(name, { signal: closing.signal }, () => {
        takeLead()
        return closed
      })
      .catch((error: unknown) => {
        // Refused outright (some embedded browsers): work for itself. Aborted: this tab closed.
        if (!closing.signal.aborted && !handler) takeLead()
        else if (!closing.signal.aborted) throw error
      })
  }

  return {
    ask: (method, args) =>
      new Promise((resolve, reject) => {
        if (closing.signal.aborted) return reject(new Error('Search is closed in this tab.'))
        const id = ++last
        const one = { method, args, resolve, reject, since: performance.now(), heard: false }
        pending.set(id, one)
        put(id, one)
      }),
    leads: () => handler !== undefined,
    close: () => {
      clearInterval(timer)
      closing.abort()
      handler = undefined
      for (const id of [...pending.keys()])
        settle(id, ({ reject }) => reject(new Error('Search is closed in this tab.')))
      channel.close()
    },
  }
}
