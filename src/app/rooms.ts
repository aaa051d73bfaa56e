import type { Draft } from '../domain/append.ts'
import { appendOperations } from '../domain/append.ts'
import { toBase64Url } from '../domain/byte-texts.ts'
import { createPayload } from '../domain/membership.ts'
import type {
  Exclusive,
  FindPrivate,
  KeptCards,
  LocalIdentity,
  OpenRoomConnection,
  OperationLog,
  PackStore,
  ScoreCard,
  SpaceRecord,
  SpaceStore,
} from '../domain/ports/rooms.ts'
import type { Result } from '../domain/result.ts'
import { err, ok } from '../domain/result.ts'
import { SECRET_BYTES, cleanName, isSignalingAddress, parseRoomLink } from '../domain/room-link.ts'
import { inviteKeyOf, signGenesis, spaceKeys } from '../domain/space.ts'
import type { OwnIdentity } from './identity.ts'
import { observable } from './observable.ts'
import type { Outgoing } from './outgoing.ts'
import { RoomModel } from './room-model.ts'
import type { RoomRefused, RoomState, RoomSummary, Rooms } from './rooms-api.ts'
import { MAX_CARDS, TOO_MANY, previewShare, shareDrafts, sortOut } from './sharing.ts'

export interface RoomsDeps {
  readonly identity: Pick<OwnIdentity, 'own'>
  readonly spaces: SpaceStore
  readonly log: OperationLog
  readonly packs: PackStore
  readonly kept: KeptCards
  /** By the published rules alone: for what others send. */
  readonly findPrivate: FindPrivate
  /** For what the person sends. */
  readonly outgoing: Outgoing
  readonly score: ScoreCard
  readonly exclusive: Exclusive
  readonly now: () => number
  readonly randomBytes: (count: number) => Uint8Array
  readonly iceServers: readonly RTCIceServer[]
  /** Loads sync when the first room opens. */
  readonly connect: () => Promise<OpenRoomConnection>
  /** Address of this page without fragment: links of joined rooms lead back here. */
  readonly base: string
}

/** Rooms of earlier visits connected at start; others connect when they are opened. */
const REOPENED = 8
const DAY_MS = 86_400_000

/** The use cases of rooms. */
export function roomUseCases(deps: RoomsDeps): Rooms {
  const { identity, spaces, log, packs, kept, findPrivate, outgoing, score, exclusive, now, randomBytes, iceServers } =
    deps
  const models = new Map<string, Promise<RoomModel | undefined>>()

  /** The model of a room; `known` is its record, where it was just written. */
  const open = (space: string, known?: SpaceRecord): Promise<RoomModel | undefined> => {
    const model = models.get(space)
    if (model) return model
    const opening = (async () => {
      const record = known ?? (await spaces.get(space))
      if (!record) {
        models.delete(space)
        return undefined
      }
      const connection = { exclusive, iceServers, keys: spaceKeys(space, record.secret) }
      const { connect } = deps
      const model = new RoomModel(record, await identity.own(), {
        log,
        packs,
        kept,
        findPrivate,
        score,
        now,
        connect,
        connection,
      })
      await model.refresh()
      return model
    })()
    models.set(space, opening)
    return opening
  }

  const forget = async (space: string) => {
    const model = await models.get(space)
    models.delete(space)
    model?.close()
  }

  const nameDraft = (own: LocalIdentity, known: string): Draft[] =>
    own.displayName === '' || own.displayName === known
      ? []
      : [{ operation: 'INSERT', tableName: 'profiles', recordId: own.did, payload: { v: 1, name: own.displayName } }]

  const append = async (
    own: LocalIdentity,
    space: string,
    known: { epoch: string | null; latestHlc: string },
    drafts: readonly Draft[],
  ): Promise<Result<void, RoomRefused>> => {
    const signed = await appendOperations({ identity: own, log, exclusive, now }, space, known, drafts)
    return signed.ok ? ok(undefined) : err(APPEND_REFUSED[signed.error])
  }

  return {
    previewShare: (cards, options) => previewShare(cards, options, outgoing.findPrivate),

    async share(cards, options) {
      const finder = await outgoing.refresh()
      if (!finder.ok) return finder
      const { cards: shown, refused } = previewShare(cards, options, finder.value)
      if (refused) return err(refused)
      if (options.signaling.length === 0 || !options.signaling.every(isSignalingAddress)) {
        return err({ code: 'no-signaling', message: 'Give the address of a signaling server first: wss://…/signal' })
      }
      const own = await identity.own()
      const inviteSeed = options.canAdd ? randomBytes(32) : undefined
      const expires = options.expiresInDays === undefined ? undefined : now() + options.expiresInDays * DAY_MS
      const signed = signGenesis(
        {
          v: 1,
          kind: 'room',
          ownerDid: own.did,
          adminDevice: own.device,
          ...(inviteSeed ? { inviteKey: inviteKeyOf(inviteSeed) } : {}),
          ...(expires === undefined ? {} : { expires: Math.round(expires) }),
          ...(options.maxUses === undefined ? {} : { maxUses: options.maxUses }),
          nonce: toBase64Url(randomBytes(16)),
        },
        own.deviceSeed,
      )
      const { space } = signed
      const { drafts, packs: made } = shareDrafts(shown)
      const create: Draft = {
        operation: 'INSERT',
        tableName: 'membership',
        recordId: space,
        payload: createPayload(signed),
      }
      for (const { id, bytes } of made) await packs.put(space, id, bytes)
      const all = [create, ...nameDraft(own, ''), ...drafts]
      const written = await append(own, space, { epoch: null, latestHlc: '' }, all)
      if (!written.ok) {
        await spaces.remove(space)
        return written
      }
      await spaces.put({
        space,
        kind: 'room',
        mine: true,
        secret: randomBytes(SECRET_BYTES),
        ...(inviteSeed ? { inviteSeed } : {}),
        signaling: options.signaling,
        base: options.base,
        linkOwner: { did: own.did, name: cleanName(own.displayName) },
        createdAt: now(),
      })
      const model = await open(space)
      void model?.connect()
      return ok({ roomId: space, link: model?.state.current.link ?? '' })
    },

    async join(fragment) {
      const link = parseRoomLink(fragment)
      if (!link) {
        return err({
          code: 'bad-link',
          message: 'This is not a whole room link. Nothing was opened. Copy the whole link, or ask for it again.',
        })
      }
      // It is needed soon, whatever else has to be done first.
      void deps.connect()
      const { space, secret, inviteSeed, signaling, owner } = link
      let record = await spaces.get(space)
      if (!record || (inviteSeed && !record.inviteSeed)) {
        record = {
          space,
          kind: 'room',
          mine: false,
          secret,
          signaling,
          base: deps.base,
          ...(owner ? { linkOwner: owner } : {}),
          createdAt: now(),
          ...record,
          ...(inviteSeed ? { inviteSeed } : {}),
        }
        await spaces.put(record)
        await forget(space)
      }
      void (await open(space, record))?.connect()
      return ok(space)
    },

    room(roomId) {
      const shown = observable<RoomState>({ ...NOTHING, roomId })
      void open(roomId).then((model) => {
        if (model) {
          model.state.subscribe((state) => shown.set(state))
          void model.connect()
        } else {
          shown.set({ ...NOTHING, roomId, status: 'closed', problems: [UNKNOWN.message] })
        }
      })
      return shown
    },

    async keep(roomId, acuId) {
      const model = await open(roomId)
      if (!model) return err(UNKNOWN)
      const cards = model.state.current.cards.filter(({ card }) => card.id === acuId)
      const card = cards.find(({ mine }) => !mine) ?? cards[0]
      if (!card) return err({ code: 'not-here-yet', message: 'This card is still on its way. Try again in a moment.' })
      return ok(await model.keep(card))
    },

    async keepAll(roomId, onKept) {
      const model = await open(roomId)
      return model ? ok(await model.keepAll(onKept)) : err(UNKNOWN)
    },

    async addCards(roomId, cards, options) {
      const model = await open(roomId)
      if (!model) return err(UNKNOWN)
      const { canAdd, status } = model.state.current
      if (status === 'closed') return err({ code: 'closed', message: 'This room has ended. Nothing was sent.' })
      if (canAdd !== 'yes') return err(canAdd === 'joining' ? NOT_YET : READ_ONLY)
      if (cards.length > MAX_CARDS) return err(TOO_MANY)
      const ticks = options ?? { includeTitle: false, includeSource: false, includeContext: false }
      const finder = await outgoing.refresh()
      if (!finder.ok) return finder
      const { passed, refused } = await sortOut(cards, ticks, finder.value)
      if (passed.length === 0) return ok({ added: [], refused })
      const own = await identity.own()
      const { drafts, packs: made } = shareDrafts(passed)
      for (const { id, bytes } of made) await packs.put(roomId, id, bytes)
      const { records } = model
      const written = await append(own, roomId, records.state, [...nameDraft(own, records.nameOf(own.did)), ...drafts])
      if (!written.ok) return written
      await model.refresh()
      return ok({ added: passed.map(({ id }) => id), refused })
    },

    async leave(roomId) {
      await forget(roomId)
      await spaces.remove(roomId)
    },

    async list() {
      const summaries = (await spaces.all()).map(async ({ space, mine, createdAt }): Promise<RoomSummary> => {
        const state = (await open(space))?.state.current
        const { owner, cards = [], expiresAt } = state ?? {}
        return {
          roomId: space,
          mine,
          ...(owner ? { owner: { did: owner.did, name: owner.name } } : {}),
          cards: cards.length,
          title: cards[0]?.card.content.split('\n', 1)[0]!.slice(0, 80) ?? '',
          createdAt,
          ...(expiresAt === undefined ? {} : { expiresAt }),
          closed: state?.status === 'closed',
        }
      })
      return Promise.all(summaries)
    },

    async reopen() {
      for (const { space } of (await spaces.all()).slice(0, REOPENED)) void (await open(space))?.connect()
    },

    close() {
      for (const model of models.values()) void model.then((opened) => opened?.close())
      models.clear()
    },
  }
}

const NOTHING: Omit<RoomState, 'roomId'> = {
  status: 'connecting',
  peers: 0,
  cards: [],
  pending: 0,
  canAdd: 'no',
  link: '',
  problems: [],
  refused: [],
}

const UNKNOWN: RoomRefused = {
  code: 'unknown-room',
  message: 'This room is not on this device. Open its link again, or ask for a new one.',
}

const NOT_YET: RoomRefused = {
  code: 'waiting-to-be-let-in',
  message: 'The sharer’s device has not let this one in yet; it does when both are open. Nothing was sent.',
}

const READ_ONLY: RoomRefused = {
  code: 'read-only',
  message: 'This link lets you read. Nothing was sent. Ask the sharer for a link that may add cards.',
}

const APPEND_REFUSED: Readonly<Record<'full' | 'clock', RoomRefused>> = {
  full: { code: 'too-many', message: 'This room is full for this device: 4,096 entries. Make a new room for more.' },
  clock: {
    code: 'clock',
    message:
      'This device’s clock is more than five minutes behind what it signed before. Nothing was sent. Set the clock right and try again.',
  },
}
