import type { FindPrivate } from '../domain/ports/rooms.ts'
import type { PrivacyJudge } from '../domain/privacy-list.ts'
import { err, ok, type Result } from '../domain/result.ts'
import type { RoomRefused } from './rooms-api.ts'

/** Finds what is private in what the person sends: by the rules and their own list. */
export interface Outgoing {
  /** By the list as it was last read: for looking, not for sending. */
  readonly findPrivate: FindPrivate
  /** Reads the list; what it gives stays as it was read. An error where it cannot be read: then nothing may be sent. */
  refresh(): Promise<Result<FindPrivate, RoomRefused>>
}

/**
 * @param read gives the list ready to judge; may reject
 * @param rules finds by the rules alone
 * @param first the list as it was read before
 */
export function outgoingBy(read: () => Promise<PrivacyJudge>, rules: FindPrivate, first: PrivacyJudge): Outgoing {
  const finder =
    (judge: PrivacyJudge): FindPrivate =>
    (text) =>
      judge.findings(text, rules(text))
  let shown = { nth: 0, find: finder(first) }
  let asked = 0
  return {
    findPrivate: (text) => shown.find(text),
    async refresh() {
      const nth = ++asked
      try {
        const find = finder(await read())
        // Who asked earlier may be answered later.
        if (nth > shown.nth) shown = { nth, find }
        return ok(find)
      } catch {
        return err(UNREADABLE)
      }
    },
  }
}

const UNREADABLE: RoomRefused = {
  code: 'unreadable',
  message: 'Your list of what is private could not be read. Nothing was sent. Try again, or reload the page.',
}
