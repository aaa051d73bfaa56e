import { DiskFullError } from '../domain/ports/library-store.ts'
import { VivimDatabase } from '../storage/database.ts'
import { writeConversation, type PackedConversation } from '../storage/conversation-writer.ts'
import { expose } from 'comlink'

/** The database bears the name of the worker. */
const db = new VivimDatabase(self.name)

const writer = {
  /** Writes a conversation; tells where there was no room, since errors lose their kind on the way. */
  async write(packed: PackedConversation): Promise<'written' | 'disk-full'> {
    try {
      await writeConversation(db, packed)
      return 'written'
    } catch (error) {
      if (error instanceof DiskFullError) return 'disk-full'
      throw error
    }
  },
}

export type LibraryWriter = typeof writer

expose(writer)
