import type { Result } from '../domain/result.ts'
import type { Observable } from './rooms-api.ts'

/** Who the person is, as the page shows it. */
export interface IdentityState {
  readonly did: string
  /** Empty until the person gives one. */
  readonly displayName: string
  /** Milliseconds since 1970 UTC. */
  readonly createdAt: number
  /** When the person proved to have written the recovery words down. */
  readonly wordsConfirmedAt?: number
}

/** The use cases of the person's own identity. */
export interface Identity {
  /** Undefined until it was read, or made at first use. */
  readonly state: Observable<IdentityState | undefined>
  /** Names the person; at most 64 characters, cleaned of control characters. */
  rename(name: string): Promise<void>
  /** The 24 recovery words, in order. */
  words(): Promise<readonly string[]>
  /** Proof of having written them down: the words at these positions (from 0). True when all are right; remembers when. */
  confirmWords(answers: readonly { readonly position: number; readonly word: string }[]): Promise<boolean>
  /** Takes on the identity of 24 words, in place of the one made here. */
  restore(words: string): Promise<Result<void, { readonly message: string }>>
}
