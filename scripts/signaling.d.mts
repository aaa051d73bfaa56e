import type { Server } from 'node:http'
import type { WebSocketServer } from 'ws'

export interface SignalingOptions {
  path?: string
  maxMessage?: number
  maxTopics?: number
  maxSockets?: number
  rate?: number
  burst?: number
  pingMs?: number
}

/** Serves y-webrtc's signaling protocol on an HTTP server; `close()` of the result ends it. */
export function attachSignaling(server: Server, options?: SignalingOptions): WebSocketServer
