import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { attachSignaling } from '../../scripts/signaling.mjs'

let server: Server
let sockets: ReturnType<typeof attachSignaling>

async function serve(options = {}): Promise<void> {
  server = createServer()
  sockets = attachSignaling(server, options)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
}

async function connect(): Promise<WebSocket & { messages: Record<string, unknown>[] }> {
  const { port } = server.address() as AddressInfo
  const socket = Object.assign(new WebSocket(`ws://127.0.0.1:${port}/signal`), {
    messages: [] as Record<string, unknown>[],
  })
  socket.on('message', (data: Buffer) => socket.messages.push(JSON.parse(String(data)) as Record<string, unknown>))
  await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return socket
}

const until = async (done: () => boolean) => {
  for (let tries = 0; !done(); tries++) {
    if (tries > 200) throw new Error('waited in vain')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const say = (socket: WebSocket, message: unknown) => socket.send(JSON.stringify(message))

beforeEach(() => serve())
afterEach(() => {
  for (const client of sockets.clients) client.terminate()
  sockets.close()
  server.close()
})

describe('signaling', () => {
  it('passes a message to everyone in its topic and to nobody else', async () => {
    const [a, b, other] = [await connect(), await connect(), await connect()]
    say(a, { type: 'subscribe', topics: ['t'] })
    say(b, { type: 'subscribe', topics: ['t'] })
    say(other, { type: 'subscribe', topics: ['u'] })
    for (const socket of [a, b, other]) say(socket, { type: 'ping' })
    await until(() => [a, b, other].every(({ messages }) => messages.length === 1))
    say(a, { type: 'publish', topic: 't', data: 'sealed' })
    say(other, { type: 'publish', topic: 't', data: 'from outside' })
    await until(() => b.messages.length === 2)
    say(other, { type: 'ping' })
    await until(() => other.messages.length === 2)
    expect(b.messages).toEqual([{ type: 'pong' }, { type: 'publish', topic: 't', data: 'sealed', clients: 2 }])
    expect(other.messages).toEqual([{ type: 'pong' }, { type: 'pong' }])
  })

  it('stops after unsubscribe', async () => {
    const [a, b] = [await connect(), await connect()]
    say(a, { type: 'subscribe', topics: ['t'] })
    say(b, { type: 'subscribe', topics: ['t'] })
    say(b, { type: 'unsubscribe', topics: ['t'] })
    say(b, { type: 'ping' })
    await until(() => b.messages.length === 1)
    say(a, { type: 'publish', topic: 't', data: 1 })
    await until(() => a.messages.length === 1)
    say(b, { type: 'ping' })
    await until(() => b.messages.length === 2)
    expect(b.messages.map(({ type }) => type)).toEqual(['pong', 'pong'])
  })

  it.each([
    ['no JSON', 'hello', 1007],
    ['a message above the limit', JSON.stringify({ type: 'publish', topic: 't', data: 'x'.repeat(70_000) }), 1009],
  ])('closes on %s', async (_, text, code) => {
    const socket = await connect()
    const closed = new Promise<number>((resolve) => socket.once('close', resolve))
    socket.send(text)
    expect(await closed).toBe(code)
  })

  it('closes a socket that floods it', async () => {
    const socket = await connect()
    const closed = new Promise<number>((resolve) => socket.once('close', resolve))
    for (let n = 0; n < 400; n++) say(socket, { type: 'ping' })
    expect(await closed).toBe(1008)
  })

  it('takes no more sockets and topics than it may', async () => {
    sockets.close()
    server.close()
    await serve({ maxSockets: 2, maxTopics: 1 })
    const [a, b] = [await connect(), await connect()]
    await expect(connect()).rejects.toThrow('503')
    say(a, { type: 'subscribe', topics: ['t', 'u'] })
    say(b, { type: 'subscribe', topics: ['u'] })
    say(b, { type: 'publish', topic: 'u', data: 1 })
    await until(() => b.messages.length === 1)
    say(a, { type: 'ping' })
    await until(() => a.messages.length === 1)
    expect(a.messages).toEqual([{ type: 'pong' }])
  })
})
