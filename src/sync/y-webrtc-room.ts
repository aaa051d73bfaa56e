import * as broadcast from 'lib0/broadcastchannel'
import type SimplePeer from 'simple-peer'
import { WebrtcProvider } from 'y-webrtc'
import type * as Y from 'yjs'
import { guardedConnectionClass } from './guarded-connection.ts'

/** A connection as y-webrtc has it, as far as it is used here. */
export interface Connection {
  readonly remotePeerId: string
  readonly peer: SimplePeer.Instance & { readonly _pc: RTCPeerConnection | null; readonly initiator: boolean }
}

/** What is used of y-webrtc's own room. */
interface RoomInternals {
  readonly name: string
  readonly peerId: string
  readonly webrtcConns: ReadonlyMap<string, Connection>
  readonly _bcSubscriber: (data: ArrayBuffer) => unknown
  bcconnected: boolean
}

export interface YWebrtcRoomOptions {
  readonly topic: string
  readonly password: string
  readonly doc: Y.Doc
  readonly signaling: readonly string[]
  readonly iceServers: readonly RTCIceServer[]
  /** Called before anything was received on a new connection. */
  readonly onConnection: (connection: Connection, ownPeerId: string) => void
  readonly onSignaling: () => void
}

/**
 * y-webrtc, used for signaling, peering and broadcast only: its handling of incoming messages never runs, its sync
 * between tabs is taken off, its glare token is disabled.
 */
export class YWebrtcRoom {
  readonly #provider: WebrtcProvider
  readonly #timer: ReturnType<typeof setInterval>

  constructor({ topic, password, doc, signaling, iceServers, onConnection, onSignaling }: YWebrtcRoomOptions) {
    catchGlareErrors()
    const wrtc = {
      RTCPeerConnection: guardedConnectionClass(RTCPeerConnection),
      RTCSessionDescription,
      RTCIceCandidate,
    }
    this.#provider = new WebrtcProvider(topic, doc, {
      signaling: [...signaling],
      password,
      filterBcConns: false,
      maxConns: 24,
      peerOpts: { wrtc, channelConfig: { negotiated: true, id: 0 }, config: { iceServers } },
    })
    // `status` comes in the same turn as each connect, before any other tab could be heard.
    this.#provider.on('status', () => this.#cutBroadcast())
    this.#provider.on('peers', ({ added }: { added: readonly string[] }) => {
      const room = this.#room
      for (const id of added) {
        const connection = room?.webrtcConns.get(id)
        if (!room || !connection) continue
        Object.defineProperty(connection, 'glareToken', { get: () => undefined, set: () => undefined })
        onConnection(connection, room.peerId)
      }
    })
    this.#timer = setInterval(onSignaling, 500)
  }

  /** True while at least one signaling server is reached. */
  get reached(): boolean {
    return this.#provider.signalingConns.some(({ connected }: { connected: boolean }) => connected)
  }

  close(): void {
    clearInterval(this.#timer)
    this.#provider.disconnect()
    this.#provider.destroy()
  }

  get #room(): RoomInternals | null {
    return this.#provider.room as unknown as RoomInternals | null
  }

  #cutBroadcast(): void {
    const room = this.#room
    if (!room?.bcconnected) return
    broadcast.unsubscribe(room.name, room._bcSubscriber)
    room.bcconnected = false
  }
}

let catching = false

/** An injected answer makes y-webrtc throw on a connection it does not have; nothing is lost by it. */
function catchGlareErrors(): void {
  if (catching) return
  catching = true
  addEventListener('unhandledrejection', (event) => {
    if (event.reason instanceof TypeError && event.reason.message.includes('glareToken')) event.preventDefault()
  })
}
