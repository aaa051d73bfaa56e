// JS heap of a page and all its workers together, through the browser's debugging protocol.

/**
 * A session that also sees the workers of what it is attached to, and their workers: messages to a worker travel inside
 * messages of the session it belongs to.
 */
class Session {
  #send
  #nextId = 1
  #waiting = new Map()
  #workers = new Map()

  constructor(send) {
    this.#send = send
  }

  /** Takes a message of the target: an answer, or an event. */
  take({ id, result, method, params }) {
    if (id !== undefined) {
      this.#waiting.get(id)?.(result)
      this.#waiting.delete(id)
    } else if (method === 'Target.attachedToTarget') {
      const { sessionId } = params
      const worker = new Session((message) =>
        this.call('Target.sendMessageToTarget', { sessionId, message: JSON.stringify(message) }),
      )
      this.#workers.set(sessionId, worker)
      void worker.watch()
    } else if (method === 'Target.detachedFromTarget') this.#workers.delete(params.sessionId)
    else if (method === 'Target.receivedMessageFromTarget')
      this.#workers.get(params.sessionId)?.take(JSON.parse(params.message))
  }

  call(method, params = {}, patience = 2_000) {
    const id = this.#nextId++
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      void this.#send({ id, method, params })
      setTimeout(() => resolve(undefined), patience)
    })
  }

  watch() {
    return this.call('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
  }

  /**
   * Bytes of JS heap of the target and all workers below it, of array buffers beside it (WebAssembly's memory too), and
   * how many heaps that were.
   */
  async heap() {
    const own = await this.call('Runtime.getHeapUsage')
    const below = await Promise.all([...this.#workers.values()].map((worker) => worker.heap()))
    const first = { used: own?.usedSize ?? 0, buffers: own?.backingStorageSize ?? 0, heaps: own ? 1 : 0 }
    return [first, ...below].reduce((sum, { used, buffers, heaps }) => ({
      used: sum.used + used,
      buffers: sum.buffers + buffers,
      heaps: sum.heaps + heaps,
    }))
  }

  /** Lets everything that nothing holds go, so that the heap is what is in use. */
  async collect() {
    await this.call('HeapProfiler.collectGarbage', {}, 60_000)
    await Promise.all([...this.#workers.values()].map((worker) => worker.collect()))
  }
}

/**
 * Watches a page and its workers, also those to come.
 * @param {import('playwright-core').BrowserContext} context
 * @param {import('playwright-core').Page} page
 */
export async function watchHeaps(context, page) {
  const devtools = await context.newCDPSession(page)
  const session = new Session(({ id, method, params }) =>
    devtools.send(method, params).then(
      (result) => session.take({ id, result }),
      () => session.take({ id }),
    ),
  )
  for (const method of ['attachedToTarget', 'detachedFromTarget', 'receivedMessageFromTarget'])
    devtools.on(`Target.${method}`, (params) => session.take({ method: `Target.${method}`, params }))
  await session.watch()
  return session
}
