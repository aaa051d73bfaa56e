import { utf8 } from '../domain/bytes.ts'
import { sha256Hex } from '../domain/hash.ts'
import { partText } from '../domain/message-tree.ts'
import type { MessageDraft } from './draft.ts'

/** Ids shorter than this are numbers in a list, which every file begins anew. */
const MIN_ID_LENGTH = 16

/**
 * Names the conversations of one file that have no address: by their id where it is one of a kind, else by a key.
 *
 * The key is a hash of how a conversation begins: all it says up to the end of its first answer, which stays the same
 * when it is exported again with more behind it. Of several that begin alike but go on differently, the second and later
 * ones are numbered, in the order of the file.
 */
export class SourceKeys {
  /** Hashes of the whole conversations that begin in the same way. */
  readonly #wholes = new Map<string, string[]>()

  /** The name of a conversation of these messages, with the id it has in its export, if any. */
  of(messages: readonly MessageDraft[], id?: string): string {
    return id !== undefined && id.length >= MIN_ID_LENGTH ? `id ${id}` : this.#keyOf(messages)
  }

  #keyOf(messages: readonly MessageDraft[]): string {
    const lines = messages.map(({ role, parts }) => JSON.stringify([role, ...parts.map(partText)]))
    const answer = messages.findIndex(
      ({ role, parts }) => role === 'assistant' && parts.some(({ type }) => type === 'text'),
    )
    const opening = hashOf(answer < 0 ? lines : lines.slice(0, answer + 1))
    const whole = hashOf(lines)
    const wholes = this.#wholes.get(opening)
    if (!wholes) this.#wholes.set(opening, [whole])
    const known = wholes?.indexOf(whole) ?? 0
    const number = known >= 0 ? known : wholes!.push(whole) - 1
    return number === 0 ? opening : `${opening} ${number + 1}`
  }
}

const hashOf = (lines: readonly string[]): string => sha256Hex(utf8(lines.join('\n'))).slice(0, 32)
