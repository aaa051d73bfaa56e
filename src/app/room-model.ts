import { levelOf, type DerivedAcu } from '../domain/acu.ts'
import { FORK_PROOF } from '../domain/chain.ts'
import type {
  ConnectionState,
  FindPrivate,
  KeptCards,
  LocalIdentity,
  OpenRoomConnection,
  OperationLog,
  PackStore,
  QuarantineRow,
  RoomConnection,
  RoomConnectionOptions,
  ScoreCard,
  SpaceRecord,
} from '../domain/ports/rooms.ts'
import { formatRoomLink } from '../domain/room-link.ts'
import { breather } from './breather.ts'
import { observable } from './observable.ts'
import type { SharedRecord } from './room-records.ts'
import { RoomRecords } from './room-records.ts'
import type { RoomCard, RoomState } from './rooms-api.ts'

/** Between two rounds of reading, milliseconds. */
const BETWEEN_ROUNDS_MS = 60
const UNREACHED_MS = 6_000
const SHOWN_REFUSALS = 50

export interface RoomModelDeps {
  readonly log: OperationLog
  readonly packs: PackStore
  readonly kept: KeptCards
  readonly findPrivate: FindPrivate
  readonly score: ScoreCard
  readonly now: () => number
  readonly connect: () => Promise<OpenRoomConnection>
  readonly connection: Pick<RoomConnectionOptions, 'exclusive' | 'iceServers' | 'keys'>
}

/** One room of this device: its records, its connection, and the state the page shows. */
export class RoomModel {
  readonly records: RoomRecords
  readonly state
  readonly #deps: RoomModelDeps
  readonly #record: SpaceRecord
  readonly #identity: LocalIdentity
  readonly #derived = new Map<string, DerivedAcu>()
  /** Cards as they were told last, so that what did not change stays the same object. */
  readonly #told = new Map<string, RoomCard>()
  /** Whether a card is in the library, asked once: here it only changes by {@link keep}. */
  readonly #kept = new Map<string, boolean>()
  #connection: RoomConnection | undefined
  #connected: ConnectionState = { signaling: false, peers: 0, leader: false }
  #opened = 0
  #closed = false
  #work: Promise<void> | undefined
  #again = false
  #unwatch: () => void
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(record: SpaceRecord, identity: LocalIdentity, deps: RoomModelDeps) {
    this.#record = record
    this.#identity = identity
    this.#deps = deps
    this.records = new RoomRecords(record.space, deps.log, deps.packs)
    this.state = observable<RoomState>({
      roomId: record.space,
      status: 'connecting',
      peers: 0,
      cards: [],
      pending: 0,
      canAdd: 'no',
      link: linkOf(record),
      problems: [],
      refused: [],
    })
    this.#unwatch = deps.log.watch(record.space, () => void this.refresh())
  }

  /** Opens the connection of a room that was read ({@link refresh}), once. */
  async connect(): Promise<void> {
    if (this.#opened > 0 || this.#closed) return
    const { log, packs, now, connect, connection } = this.#deps
    this.#opened = now()
    if (this.#expired()) return
    this.#timer = setTimeout(() => void this.refresh(), UNREACHED_MS + 100)
    const open = await connect()
    if (this.#closed) return
    const { space, signaling, inviteSeed } = this.#record
    this.#connection = await open({
      ...connection,
      space,
      signaling,
      log,
      packs,
      now,
      identity: this.#identity,
      ...(inviteSeed ? { inviteSeed } : {}),
      onState: (state) => {
        this.#connected = state
        void this.refresh()
      },
      onArrival: () => void this.refresh(),
    })
  }

  /** Disconnects for good. */
  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#unwatch()
    this.#connection?.close()
    this.state.set({ ...this.state.current, status: 'closed', peers: 0 })
  }

  /** Reads what is new and tells the subscribers; calls while it works are one more round. */
  refresh(): Promise<void> {
    if (this.#work) this.#again = true
    else this.#work = this.#rounds()
    return this.#work
  }

  /** Puts a card of the room into the library. */
  async keep(card: RoomCard): Promise<'added' | 'merged'> {
    const outcome = await this.#keep(card)
    await this.refresh()
    return outcome
  }

  /** Puts every card of others into the library that is not there yet; how many those were. */
  async keepAll(onKept: (done: number, total: number) => void = () => undefined): Promise<number> {
    const cards = new Map(
      this.state.current.cards.filter(({ mine, keptHere }) => !mine && !keptHere).map((card) => [card.card.id, card]),
    )
    let done = 0
    for (const card of cards.values()) {
      await this.#keep(card)
      onKept(++done, cards.size)
    }
    await this.refresh()
    return done
  }

  async #keep(card: RoomCard): Promise<'added' | 'merged'> {
    const { authorDid, operationId } = card
    const outcome = await this.#deps.kept.keep({ ...card.card, authorDid, operationId })
    this.#kept.set(card.card.id, true)
    return outcome
  }

  async #rounds(): Promise<void> {
    try {
      for (;;) {
        this.#again = false
        await this.#round()
        if (!this.#again || this.#closed) return
        // While much arrives, a few pictures of it a second are enough.
        await new Promise((resolve) => setTimeout(resolve, BETWEEN_ROUNDS_MS))
      }
    } finally {
      // In the same turn as the last look at `again`, so that no call falls between.
      this.#work = undefined
    }
  }

  async #round(): Promise<void> {
    const { log } = this.#deps
    const [quarantined] = await Promise.all([log.quarantined(this.#record.space), this.records.read()])
    await this.#lookUpKept()
    const cards: RoomCard[] = []
    let pending = 0
    const breathe = breather()
    for (const record of this.records.cards) {
      const content = this.records.contentOf(record)
      if (content === undefined) {
        pending += 1
        continue
      }
      cards.push(this.#toRoomCard(record, content))
      await breathe()
    }
    if (!this.#closed) this.#publish(cards, pending, quarantined)
  }

  /** Asks of cards that are new here whether the library has them. */
  async #lookUpKept(): Promise<void> {
    const asked = this.records.cards.map(({ acuId }) => acuId).filter((acuId) => !this.#kept.has(acuId))
    const found = await Promise.all(asked.map((acuId) => this.#deps.kept.has(acuId)))
    // A card kept in the meantime stays kept.
    asked.forEach((acuId, index) => this.#kept.set(acuId, this.#kept.get(acuId) || found[index] === true))
  }

  #publish(cards: readonly RoomCard[], pending: number, quarantined: readonly QuarantineRow[]): void {
    const { now } = this.#deps
    const { space } = this.#record
    const { state } = this.records
    const { genesis } = state
    const owner = this.#owner()
    const { signaling, peers, leader } = this.#connected
    const expired = this.#expired()
    if (expired) this.#connection?.close()
    const status = expired ? 'closed' : peers > 0 ? 'connected' : signaling ? 'waiting' : 'connecting'
    const forked = quarantined.some(({ reason }) => reason === FORK_PROOF[1])
    const refused = quarantined.slice(-SHOWN_REFUSALS).map(({ at, reason, detail, device }) => ({
      at,
      reason,
      detail,
      ...(device === undefined ? {} : { device }),
    }))
    this.state.set({
      roomId: space,
      status,
      ...(owner ? { owner } : {}),
      ...(owner && !this.#record.mine && status === 'waiting' ? { waitingFor: owner } : {}),
      peers: expired ? 0 : peers,
      cards,
      pending,
      canAdd: expired ? 'no' : this.#canAdd(),
      ...(genesis?.expires === undefined ? {} : { expiresAt: genesis.expires }),
      link: linkOf(this.#record),
      problems: this.#problems(expired, forked, leader || this.#opened === 0 || now() - this.#opened < UNREACHED_MS),
      refused,
    })
  }

  #owner(): RoomState['owner'] {
    const { genesis } = this.records.state
    if (!genesis) return this.#record.linkOwner && { ...this.#record.linkOwner, verified: false }
    return { did: genesis.ownerDid, name: this.records.nameOf(genesis.ownerDid), verified: true }
  }

  #canAdd(): RoomState['canAdd'] {
    const { state } = this.records
    if (state.mayWrite(this.#identity.device, this.#identity.did)) return 'yes'
    if (!this.#record.inviteSeed) return 'no'
    const full = state.genesis && state.admitted >= (state.genesis.maxUses ?? Infinity)
    return full ? 'no' : 'joining'
  }

  #problems(expired: boolean, forked: boolean, quiet: boolean): string[] {
    const { now } = this.#deps
    const { state } = this.records
    const problems: string[] = []
    if (expired) {
      problems.push('This room has ended, as its sharer set it. Cards you kept stay yours. Ask them for a new link.')
    }
    const unreached = this.#opened > 0 && now() - this.#opened >= UNREACHED_MS && !this.#connected.signaling
    if (!expired && unreached && this.#connected.leader) {
      problems.push(
        'The server that brings the two of you together cannot be reached. What is here is safe. Check the network.',
      )
    }
    if (!expired && !quiet) {
      problems.push('Another tab of this browser holds the connection of this room. New cards appear here too.')
    }
    const { linkOwner } = this.#record
    if (state.genesis && linkOwner && linkOwner.did !== state.genesis.ownerDid) {
      problems.push('The link named another person than the one who made this room. Trust only the name shown here.')
    }
    if (forked) {
      problems.push('A device signed two different histories. Nothing more is taken from it; what came before stands.')
    }
    return problems
  }

  #expired(): boolean {
    return this.#deps.now() > (this.records.state.genesis?.expires ?? Infinity)
  }

  #toRoomCard(record: SharedRecord, content: string): RoomCard {
    const { acuId, did, operationId, sharedAt, card } = record
    const derived = this.#derived.get(operationId) ?? this.#derive(record, content)
    this.#derived.set(operationId, derived)
    const keptHere = this.#kept.get(acuId) ?? false
    const authorName = this.records.nameOf(did)
    const former = this.#told.get(operationId)
    if (former && former.keptHere === keptHere && former.authorName === authorName) return former
    const { title, sourceUrl, message } = card
    const told: RoomCard = {
      card: derived,
      authorDid: did,
      authorName,
      verified: true,
      mine: did === this.#identity.did,
      operationId,
      sharedAt,
      keptHere,
      ...(message === undefined ? {} : { message }),
      ...(title === undefined ? {} : { title }),
      ...(sourceUrl === undefined ? {} : { sourceUrl }),
    }
    this.#told.set(operationId, told)
    return told
  }

  /** Levels and quality never come from another person: they are computed here. */
  #derive({ acuId, card }: SharedRecord, content: string): DerivedAcu {
    const { type, category, language, context, createdAt } = card
    const beside = { ...(language === undefined ? {} : { language }), ...(context === undefined ? {} : { context }) }
    const findings = this.#deps.findPrivate(content)
    return {
      id: acuId,
      content,
      type,
      category,
      ...beside,
      quality: this.#deps.score({ content, type, ...beside }),
      securityLevel: levelOf(findings),
      findings,
      state: 'ACTIVE',
      createdAt,
    }
  }
}

function linkOf({ base, space, secret, inviteSeed, signaling, linkOwner }: SpaceRecord): string {
  const link = { space, secret, signaling, ...(inviteSeed ? { inviteSeed } : {}) }
  return base + formatRoomLink({ ...link, ...(linkOwner ? { owner: linkOwner } : {}) })
}
