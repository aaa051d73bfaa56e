import type { Stop } from './app.ts'
import type { Identity } from './identity-api.ts'
import type { Rooms } from './rooms-api.ts'

/** What has to do with other people: who one is, and the rooms one shares. */
export interface Network {
  readonly identity: Identity
  readonly rooms: Rooms
}

/** The network, loaded when it is first needed: reading one's own library needs none of it. */
export interface LazyNetwork {
  load(): Promise<Network>
  /** Calls back once it is loaded. */
  whenLoaded(callback: (network: Network) => void): Stop
}
