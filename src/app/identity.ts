import { didOf } from '../domain/did-key.ts'
import { publicKeyOf } from '../domain/ed25519.ts'
import { toBase64Url } from '../domain/byte-texts.ts'
import type { Exclusive, IdentityStore, LocalIdentity } from '../domain/ports/rooms.ts'
import { seedOf, wordsOf } from '../domain/recovery-words.ts'
import { err, ok } from '../domain/result.ts'
import { cleanName } from '../domain/room-link.ts'
import { certFor, signStatement } from '../domain/statements.ts'
import type { Identity, IdentityState } from './identity-api.ts'
import { observable } from './observable.ts'

export interface IdentityDeps {
  readonly store: IdentityStore
  readonly exclusive: Exclusive
  readonly now: () => number
  /** Random bytes fit for keys. */
  readonly randomBytes: (count: number) => Uint8Array
}

/** Words asked for as proof. */
const PROOF_WORDS = 3

/** The identity with, for the other use cases, its keys. */
export interface OwnIdentity extends Identity {
  /** The person and this device; made silently at first use, once however many tabs ask. */
  own(): Promise<LocalIdentity>
}

/** The use cases of the person's own identity. */
export function ownIdentity({ store, exclusive, now, randomBytes }: IdentityDeps): OwnIdentity {
  const state = observable<IdentityState | undefined>(undefined)
  const publish = ({ did, displayName, createdAt, wordsConfirmedAt }: LocalIdentity) =>
    state.set({ did, displayName, createdAt, ...(wordsConfirmedAt === undefined ? {} : { wordsConfirmedAt }) })
  const change = (alter: (former: LocalIdentity | undefined) => LocalIdentity) =>
    exclusive('vivim-identity', async () => {
      const former = await store.load()
      const next = alter(former)
      if (next !== former) await store.save(next)
      publish(next)
      return next
    })
  const make = (rootSeed: Uint8Array, displayName: string): LocalIdentity => {
    const did = didOf(publicKeyOf(rootSeed))
    const deviceSeed = randomBytes(32)
    const device = publicKeyOf(deviceSeed)
    const cert = signStatement(certFor(did, device), rootSeed)
    return { did, displayName, rootSeed, deviceSeed, device: toBase64Url(device), cert, createdAt: now() }
  }
  const own = () => change((former) => former ?? make(randomBytes(32), ''))

  return {
    state,
    own,
    async rename(name) {
      const displayName = cleanName(name)
      await own()
      await change((former) => ({ ...former!, displayName }))
    },
    words: async () => wordsOf((await own()).rootSeed),
    async confirmWords(answers) {
      const words = wordsOf((await own()).rootSeed)
      const positions = new Set(answers.map(({ position }) => position))
      const right = answers.every(({ position, word }) => words[position] === word.trim().toLowerCase())
      if (!right || positions.size < PROOF_WORDS) return false
      await change((former) => ({ ...former!, wordsConfirmedAt: now() }))
      return true
    },
    async restore(text) {
      const rootSeed = seedOf(text)
      if (!rootSeed) {
        return err({
          message:
            'These are not 24 recovery words that belong together. Nothing was changed. Check the order and spelling.',
        })
      }
      await change((former) => {
        const next = make(rootSeed, former?.displayName ?? '')
        const same = former?.did === next.did
        return same ? { ...former, wordsConfirmedAt: now() } : { ...next, wordsConfirmedAt: now() }
      })
      return ok(undefined)
    },
  }
}
