import type { ReadEvent } from '../domain/ports/importing.ts'
import { assemble } from './assemble.ts'
import type { Reading } from './draft.ts'

/**
 * The events of one reading: a conversation with its records, and what of it could not be read.
 * `place` names it to people where it has neither title nor id.
 */
export function eventsOf(
  reading: Reading,
  { entry, capturedAt }: { readonly entry: string; readonly capturedAt: number },
  place = entry,
): ReadEvent[] {
  const unreadable = (name: string, reason: string, original?: Uint8Array<ArrayBuffer>): ReadEvent =>
    unreadableEvent(entry, name, reason, original)
  switch (reading.type) {
    case 'skipped':
      return [{ type: 'skipped', entry: reading.what, reason: reading.reason }]
    case 'decision':
      return [{ type: 'decision', decision: reading.decision }]
    case 'unreadable':
      return [unreadable(reading.name, reading.reason, reading.original)]
    case 'conversation': {
      const { parsed, original } = reading
      if (!parsed.ok) return [unreadable(parsed.title ?? parsed.id ?? place, parsed.reason, original)]
      const imported = assemble(parsed.draft, original, capturedAt)
      const assets = (parsed.draft.assets ?? []).map(({ pointer, bytes }) => ({
        pointer,
        read: () => Promise.resolve(bytes),
      }))
      const events: ReadEvent[] = [{ type: 'conversation', entry, original, imported, assets }]
      if (parsed.problem !== undefined) events.push(unreadable(imported.conversation.title, parsed.problem, original))
      return events
    }
  }
}

/** Tells people that something of an entry cannot be read: its name, why, and the bytes where they are known. */
export const unreadableEvent = (
  entry: string,
  name: string,
  reason: string,
  original?: Uint8Array<ArrayBuffer>,
): ReadEvent => ({ type: 'unreadable', entry, name, reason, ...(original && { original }) })
