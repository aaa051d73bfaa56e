import type { LazyNetwork, Network } from './network-api.ts'

/** The network, composed at the first `load`; where that rejects, the next one tries again. */
export function lazyNetwork(compose: () => Promise<Network>): LazyNetwork {
  let composed: Network | undefined
  let loading: Promise<Network> | undefined
  const awaiting = new Set<(network: Network) => void>()
  const composeOnce = async (): Promise<Network> => {
    try {
      composed = await compose()
    } catch (error) {
      loading = undefined
      throw error
    }
    for (const callback of awaiting) callback(composed)
    return composed
  }
  return {
    load: () => (loading ??= composeOnce()),
    whenLoaded(callback) {
      if (composed) callback(composed)
      else awaiting.add(callback)
      return () => awaiting.delete(callback)
    },
  }
}
