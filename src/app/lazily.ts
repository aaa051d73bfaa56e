/** Use cases that all answer with promises. */
type Answering<T> = { readonly [K in keyof T]: (...given: never[]) => Promise<unknown> }

/**
 * Use cases whose code is loaded at the first call of one of them, so that the page starts without it. Rejects where it
 * cannot be loaded, and tries again at the next call.
 */
export function lazily<T extends Answering<T>>(load: () => Promise<T>): T {
  let loading: Promise<T> | undefined
  const loaded = (): Promise<T> => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
  // A proxy has whatever is asked of it: what it is asked for is what T has.
  return new Proxy({} as T, {
    get:
      (_, name) =>
      async (...given: unknown[]): Promise<unknown> => {
        const useCases = await loaded()
        const method: unknown = Reflect.get(useCases, name)
        if (typeof method !== 'function') throw new TypeError(`no use case ${String(name)}`)
        return Reflect.apply(method, useCases, given)
      },
  })
}
