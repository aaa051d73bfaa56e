import type { App } from './app/app.ts'
import type { Graphs } from './app/graph-api.ts'
import { graphUseCases } from './app/graph-use-cases.ts'
import type { LibraryStore } from './domain/ports/library-store.ts'
import type { VivimDatabase } from './storage/database.ts'
import { graphRepository } from './storage/graph-repository.ts'
import { layOut } from './workers/graph-layout-client.ts'

/** The part of the composition root that graphs need, loaded when one is looked at. */
export const composeGraphs = (db: VivimDatabase, library: LibraryStore, app: App): Graphs => ({
  ...graphUseCases({ store: graphRepository(db), library, app }),
  layOut,
})
