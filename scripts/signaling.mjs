import { WebSocketServer } from 'ws'

const DEFAULTS = {
  path: '/signal',
  /** Largest message, bytes: an offer is about 1 KB, sealed and in base64. */
  maxMessage: 64 * 1024,
  maxTopics: 64,
  maxSockets: 500,
  /** Messages a second and socket, and how many may come at once. */
  rate: 50,
  burst: 300,
  pingMs: 30_000,
}

/**
 * Serves y-webrtc's signaling protocol (subscribe, unsubscribe, publish, ping) on an HTTP server. It passes sealed
 * messages on between those who know a topic and keeps nothing. Other upgrade requests are left alone.
 * Returns the WebSocket server; its `close()` ends it.
 */
export function attachSignaling(server, options = {}) {
  const limits = { ...DEFAULTS, ...options }
  /** @type {Map<string, Set<import('ws').WebSocket>>} */
  const topics = new Map()
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.maxMessage, perMessageDeflate: false })

  const onUpgrade = (request, socket, head) => {
    if (new URL(request.url ?? '/', 'http://localhost').pathname !== limits.path) return
    if (sockets.clients.size >= limits.maxSockets) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, serve)
  }
  server.on('upgrade', onUpgrade)
  sockets.on('close', () => server.off('upgrade', onUpgrade))

  function serve(socket) {
    const own = new Set()
    let tokens = limits.burst
    let refilled = Date.now()
    let alive = true
    const heartbeat = setInterval(() => {
      if (!alive) return socket.terminate()
      alive = false
      socket.ping()
    }, limits.pingMs)

    const leave = (topic) => {
      own.delete(topic)
      topics.get(topic)?.delete(socket)
      if (topics.get(topic)?.size === 0) topics.delete(topic)
    }
    const join = (topic) => {
      if (own.has(topic) || own.size >= limits.maxTopics) return
      own.add(topic)
      if (!topics.has(topic)) topics.set(topic, new Set())
      topics.get(topic).add(socket)
    }
    socket.on('pong', () => (alive = true))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      clearInterval(heartbeat)
      for (const topic of [...own]) leave(topic)
    })
    socket.on('message', (data) => {
      const now = Date.now()
      tokens = Math.min(limits.burst, tokens + ((now - refilled) / 1000) * limits.rate)
      refilled = now
      if (tokens < 1) return socket.close(1008, 'too many messages')
      tokens -= 1
      const message = parse(data)
      if (!message) return socket.close(1007, 'not a signaling message')
      if (message.type === 'ping') return send(socket, { type: 'pong' })
      if (message.type === 'subscribe') return topicsOf(message).forEach(join)
      if (message.type === 'unsubscribe') return topicsOf(message).forEach(leave)
      if (message.type !== 'publish' || !own.has(message.topic)) return
      const receivers = topics.get(message.topic) ?? []
      for (const receiver of receivers) send(receiver, { ...message, clients: receivers.size })
    })
  }
  return sockets
}

function parse(data) {
  try {
    const message = JSON.parse(data.toString())
    return typeof message === 'object' && message !== null && typeof message.type === 'string' ? message : undefined
  } catch {
    return undefined
  }
}

const topicsOf = ({ topics }) =>
  Array.isArray(topics) ? topics.filter((topic) => typeof topic === 'string' && topic.length <= 200) : []

function send(socket, message) {
  if (socket.readyState === socket.OPEN && socket.bufferedAmount < 1024 * 1024) socket.send(JSON.stringify(message))
}
