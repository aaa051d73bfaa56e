import { appendOperations } from '../domain/append.ts'
import type { SyncCursor } from '../domain/chain.ts'
import { disagreeing, missing } from '../domain/chain.ts'
import { addPayload } from '../domain/membership.ts'
import { operationId } from '../domain/operation.ts'
import type { ConnectionState, LogRow, RoomConnection, RoomConnectionOptions } from '../domain/ports/rooms.ts'
import { openJoin, signJoin } from '../domain/space.ts'
import { Acceptance } from './acceptance.ts'
import type { MirrorEntry } from './mirror-codec.ts'
import { decodeEntries } from './mirror-codec.ts'
import { Mirror } from './mirror.ts'
import { PackExchange } from './pack-exchange.ts'
import { PeerSession, joinMessage } from './peer-session.ts'
import { verifySignature } from './verify-signature.ts'
import type { Control, Message } from './wire.ts'
import { chunkMessage, controlMessage, operationsMessage } from './wire.ts'
import { YWebrtcRoom } from './y-webrtc-room.ts'

const BANNED_MS = 60_000
const PATIENCE_MS = 5_000
const HEARTBEAT_MS = 15_000
/** Rows in one answer: few at first, so that something can be seen soon. */
const [FIRST_ROWS, MOST_ROWS] = [8, 64]

/**
 * Opens the connection of a room once this tab is its leader (Web Locks); resolves at once. Other tabs of the browser
 * wait for their turn and see the room through the log.
 */
export async function openRoomConnection(options: RoomConnectionOptions): Promise<RoomConnection> {
  const abort = new AbortController()
  let live: LiveRoom | undefined
  let state: ConnectionState = { signaling: false, peers: 0, leader: false }
  const onState = (next: ConnectionState) => {
    if (JSON.stringify(next) === JSON.stringify(state)) return
    state = next
    options.onState(next)
  }
  navigator.locks
    .request(`vivim-room-${options.space}`, { signal: abort.signal }, async () => {
      live = new LiveRoom({ ...options, onState })
      await live.start()
      await new Promise<void>((resolve) => {
        if (abort.signal.aborted) resolve()
        else abort.signal.addEventListener('abort', () => resolve(), { once: true })
      })
      live.close()
    })
    .catch((error: unknown) => {
      if (!abort.signal.aborted) throw error
    })
  return {
    get state() {
      return state
    },
    close: () => abort.abort(),
  }
}

class LiveRoom {
  readonly #options: RoomConnectionOptions
  readonly #acceptance: Acceptance
  readonly #mirror = new Mirror()
  readonly #packs: PackExchange
  readonly #sessions = new Set<PeerSession>()
  /** What each peer last said it has. */
  readonly #theirs = new Map<PeerSession, SyncCursor>()
  readonly #banned = new Map<string, number>()
  /** Ranges asked for: device → whom and when. */
  readonly #asked = new Map<string, { session: PeerSession; at: number }>()
  readonly #timers: ReturnType<typeof setInterval>[] = []
  #room: YWebrtcRoom | undefined
  /** Done when the log was read: before that nobody is told how far we are, nor sent what was read. */
  #reading: Promise<void> | undefined
  #hasRead = false
  #unwatch = () => {}
  #closed = false

  constructor(options: RoomConnectionOptions) {
    this.#options = options
    const { space, log, packs, keys, now, onArrival } = options
    this.#acceptance = new Acceptance({
      space,
      log,
      now,
      verify: verifySignature,
      onAccepted: (entries, source) => this.#onAccepted(entries, source),
    })
    this.#packs = new PackExchange({
      space,
      content: keys.content,
      store: packs,
      now,
      onPack: onArrival,
      peers: () => this.#verified(),
      onRefused: (pack, reason) => log.quarantine({ space, at: now(), reason, detail: `pack ${pack.slice(0, 8)}…` }),
    })
  }

  async start(): Promise<void> {
    const { space, log, keys, signaling, iceServers } = this.#options
    this.#reading = this.#acceptance.pull().then(() => void (this.#hasRead = true))
    this.#unwatch = log.watch(space, () => void this.#acceptance.pull())
    this.#room = new YWebrtcRoom({
      topic: keys.topic,
      password: keys.signal,
      doc: this.#mirror.doc,
      signaling,
      iceServers,
      onConnection: (connection, ownPeerId) => this.#onConnection(connection, ownPeerId),
      onSignaling: () => this.#report(),
    })
    this.#timers.push(
      setInterval(() => void this.#packs.advance(), 1_000),
      setInterval(() => this.#verified().forEach((session) => this.#sendCursors(session)), HEARTBEAT_MS),
    )
    this.#report()
    await this.#reading
  }

  close(): void {
    this.#closed = true
    this.#unwatch()
    this.#timers.forEach(clearInterval)
    this.#sessions.forEach((session) => session.close())
    this.#room?.close()
    this.#mirror.destroy()
  }

  #verified(): PeerSession[] {
    return [...this.#sessions].filter(({ verified }) => verified)
  }

  #report(): void {
    const signaling = this.#room?.reached ?? false
    this.#options.onState({ signaling, peers: this.#verified().length, leader: true })
  }

  #onConnection(connection: ConstructorParameters<typeof PeerSession>[0]['connection'], ownPeerId: string): void {
    const { space, keys, identity, now, log } = this.#options
    const session: PeerSession = new PeerSession({
      connection,
      ownPeerId,
      space,
      keys,
      identity,
      verify: verifySignature,
      now,
      nonce: crypto.getRandomValues(new Uint8Array(32)),
      admits: ({ device }) => (this.#banned.get(device) ?? 0) < now() && !this.#acceptance.state.forked.has(device),
      onVerified: () => void this.#onVerified(session),
      onMessage: (_, message) => this.#onMessage(session, message),
      onClosed: () => {
        this.#sessions.delete(session)
        this.#theirs.delete(session)
        this.#report()
      },
      onRefused: (reason, peer) => {
        if (peer) this.#banned.set(peer.device, now() + BANNED_MS)
        const detail = peer ? `device ${peer.device.slice(0, 8)}…` : 'somebody not verified'
        void log.quarantine({ space, at: now(), reason, detail, ...(peer ? { device: peer.device } : {}) })
      },
    })
    session.relayUpdates(() => this.#hasRead && this.#mirror.source !== session)
    this.#sessions.add(session)
  }

  async #onVerified(session: PeerSession): Promise<void> {
    this.#report()
    await this.#reading
    this.#sendCursors(session)
    this.#askToJoin(session)
    void this.#packs.advance()
  }

  #sendCursors(session: PeerSession): void {
    session.send(controlMessage({ type: 'cursors', cursors: this.#acceptance.state.cursor() }))
  }

  #askToJoin(session: PeerSession): void {
    const { identity, inviteSeed, space } = this.#options
    const { did, device } = identity
    if (!inviteSeed || this.#acceptance.state.mayWrite(device, did)) return
    session.send(joinMessage(signJoin({ v: 1, space, did, device }, inviteSeed)))
  }

  /** Committed operations go into the mirror, which y-webrtc broadcasts to the others. */
  #onAccepted(entries: readonly MirrorEntry[], source: object | undefined): void {
    if (this.#closed) return
    this.#mirror.add(entries, source)
    if (source) this.#options.onArrival()
    void this.#packs.want(this.#acceptance.state.packs)
  }

  async #onMessage(session: PeerSession, message: Message): Promise<void> {
    switch (message.kind) {
      case 'update': {
        const entries = decodeEntries(message.update)
        if (!entries.ok) throw new Error(entries.error)
        return this.#offer(session, entries.value)
      }
      case 'operations':
        return this.#offer(session, message.entries)
      case 'chunk':
        return this.#packs.take(message.chunk, session)
      case 'control':
        return this.#onControl(session, message.control)
    }
  }

  async #offer(session: PeerSession, entries: readonly MirrorEntry[]): Promise<void> {
    const before = this.#acceptance.state.epoch
    const outcome = await this.#acceptance.offer(entries, session)
    // What is held back stays asked for, so that it is not asked again at once.
    for (const { device } of entries) if (!outcome.incomplete.includes(device)) this.#asked.delete(device)
    if (session.peer && outcome.guilty.includes(session.peer.device)) {
      throw new Error('signed an operation that was refused')
    }
    for (const entry of entries) {
      if (outcome.incomplete.includes(entry.device)) this.#announce(session, entry)
    }
    if (outcome.accepted > 0 || outcome.incomplete.length > 0) this.#compare(session)
    // A membership entry may let in what was held until now.
    if (this.#acceptance.state.epoch === before) return
    this.#asked.clear()
    this.#theirs.forEach((_, peer) => this.#compare(peer))
  }

  async #onControl(session: PeerSession, control: Control): Promise<void> {
    switch (control.type) {
      case 'cursors': {
        this.#theirs.set(session, control.cursors)
        return this.#compare(session)
      }
      case 'want':
        // Not awaited: what the peer sends meanwhile is handled meanwhile.
        void this.#serveRange(session, control)
        return
      case 'want-pack':
        void this.#servePack(session, control.pack, control.from)
        return
      case 'no-pack':
        return this.#packs.lacking(control.pack, session)
      case 'join':
        return this.#onJoin(session, control)
    }
  }

  /** Remembers that a peer has an operation we cannot take yet. */
  #announce(session: PeerSession, { device, seq, bytes }: MirrorEntry): void {
    const theirs = this.#theirs.get(session) ?? {}
    if ((theirs[device]?.seq ?? 0) >= seq) return
    this.#theirs.set(session, { ...theirs, [device]: { seq, id: operationId(bytes) } })
  }

  /** Asks a peer for what it has and we do not, and for both sides of a fork. */
  #compare(session: PeerSession): void {
    const ours = this.#acceptance.state.cursor()
    const theirs = this.#theirs.get(session) ?? {}
    for (const { device, from, to } of missing(ours, theirs)) this.#ask(session, device, from, to)
    for (const device of disagreeing(ours, theirs)) this.#ask(session, device, ours[device]!.seq, ours[device]!.seq)
  }

  /** Asks one peer for a range; another, or the same again, after five seconds. */
  #ask(session: PeerSession, device: string, from: number, to: number): void {
    const { now } = this.#options
    const asked = this.#asked.get(device)
    if (asked && asked.session.verified && now() - asked.at < PATIENCE_MS) return
    this.#asked.set(device, { session, at: now() })
    session.send(controlMessage({ type: 'want', device, from, to }))
  }

  async #serveRange(session: PeerSession, want: Extract<Control, { type: 'want' }>): Promise<void> {
    const { log, space } = this.#options
    let count = FIRST_ROWS
    for (let from = want.from; from <= want.to && session.verified; from += count) {
      if (from > want.from) count = Math.min(MOST_ROWS, 2 * count)
      const rows = await log.range(space, want.device, from, Math.min(want.to, from + count - 1))
      if (rows.length === 0) return
      session.send(operationsMessage(rows.map(toEntry)))
      await session.drained()
    }
  }

  async #servePack(session: PeerSession, pack: string, from: number): Promise<void> {
    const served = await this.#packs.serve(pack, from, async (chunk) => {
      session.send(chunkMessage(chunk))
      await session.drained()
    })
    if (!served) session.send(controlMessage({ type: 'no-pack', pack }))
  }

  /** As admin: lets the asking device write, where the link, its uses and its end allow it. */
  async #onJoin(session: PeerSession, { join, sig }: Extract<Control, { type: 'join' }>): Promise<void> {
    const { identity, log, exclusive, now, space } = this.#options
    const { state } = this.#acceptance
    const { genesis } = state
    if (!genesis || genesis.adminDevice !== identity.device || genesis.inviteKey === undefined) return
    const asked = openJoin(space, genesis.inviteKey, join, sig)
    if (!asked || asked.device !== session.peer?.device || asked.did !== session.peer.did) {
      throw new Error('a false invitation')
    }
    if (state.mayWrite(asked.device, asked.did)) return
    if (state.admitted >= (genesis.maxUses ?? Infinity) || now() > (genesis.expires ?? Infinity)) return
    const draft = {
      operation: 'INSERT',
      tableName: 'membership',
      recordId: space,
      payload: addPayload(asked.did, asked.device),
    } as const
    await appendOperations({ identity, log, exclusive, now }, space, state, [draft])
    await this.#acceptance.pull()
  }
}

const toEntry = ({ device, seq, sig, bytes }: LogRow): MirrorEntry => ({ device, seq, sig, bytes })
