import { cardUseCases } from './app/card-use-cases.ts'
import type { App } from './app/app.ts'
import type { Graphs } from './app/graph-api.ts'
import { importUseCases } from './app/import-use-cases.ts'
import type { PageParts } from './app/page-parts.ts'
import { LibraryRows } from './app/library-rows.ts'
import { lazily } from './app/lazily.ts'
import { lazyNetwork } from './app/lazy-network.ts'
import { libraryUseCases } from './app/library-use-cases.ts'
import { notebookUseCases } from './app/notebook-use-cases.ts'
import { savedSearches } from './app/saved-searches.ts'
import type { SearchPort } from './domain/ports/search.ts'
import { throttle } from './domain/throttle.ts'
import { UndoStack } from './app/undo.ts'
import { EXTRACTOR_VERSION } from './knowledge/extractor-version.ts'
import { connectSearch } from './search/search-client.ts'
import { cardRepository } from './storage/card-repository.ts'
import { onChangeSignal } from './storage/change-signal.ts'
import { VivimDatabase } from './storage/database.ts'
import { derivationRepository } from './storage/derivation-repository.ts'
import { deviceStorage } from './storage/device-storage.ts'
import { libraryRepository } from './storage/library-repository.ts'
import { notebookRepository } from './storage/notebook-repository.ts'
import { privacyJudgeOf } from './storage/privacy-judge.ts'
import { receiptRepository } from './storage/receipt-repository.ts'
import { savedSearchRepository } from './storage/saved-search-repository.ts'
import { backups } from './workers/backup-client.ts'
import { ImportClient } from './workers/import-client.ts'
import { incomingFiles } from './workers/incoming-files.ts'
import { RederiveClient } from './workers/rederive-client.ts'
import { serviceWorkerUpdates } from './workers/service-worker-client.ts'

const SEARCH_AFTER_MS = 2_500
/** Long after the page stands: nobody waits for it. */
const CARDS_ANEW_AFTER_MS = 10_000

/** The half of the composition root that needs no other people: library, cards, imports, search. */
export function composeApp(): PageParts & { readonly start: () => void } {
  const db = new VivimDatabase()
  const store = libraryRepository(db)
  const cardStore = cardRepository(db)
  const notebookStore = notebookRepository(db)
  const rows = new LibraryRows(store)
  const undo = new UndoStack()
  let connection: SearchPort | undefined
  const connected = (): SearchPort =>
    (connection ??= connectSearch({
      spawn: () =>
        new Worker(new URL('./workers/search-worker.ts', import.meta.url), { type: 'module', name: 'search' }),
    }))
  const search: SearchPort = {
    search: (query) => connected().search(query),
    values: (text, operator) => connected().values(text, operator),
    listCards: (query) => connected().listCards(query),
    cardRows: (acuIds) => connected().cardRows(acuIds),
    related: (acuId) => connected().related(acuId),
    status: () => connected().status(),
    catchUp: () => connected().catchUp(),
    rebuild: () => connected().rebuild(),
  }
  const runner = new ImportClient()
  const cardsAnew = new RederiveClient(derivationRepository(db), EXTRACTOR_VERSION)

  const listeners = new Set<() => void>()
  const tell = (): void => {
    for (const listener of listeners) listener()
  }
  const onChange = (callback: () => void) => {
    listeners.add(callback)
    return () => listeners.delete(callback)
  }
  onChangeSignal(
    throttle(1000, () => {
      void rows.refresh()
      tell()
      // Lists of cards come from the index: they are told again when it has caught up.
      void search.catchUp().then(tell, () => undefined)
    }),
  )

  let graphs: Promise<Graphs> | undefined
  const app: App = {
    library: libraryUseCases(store, cardStore, rows, undo, Date.now),
    cards: cardUseCases(store, cardStore, search, undo),
    work: lazily(async () => {
      const { cardWorkUseCases } = await import('./app/card-work-use-cases.ts')
      return cardWorkUseCases({
        store: cardStore,
        undo,
        knowledge: () => import('./knowledge/written-card.ts'),
        now: Date.now,
      })
    }),
    notebooks: notebookUseCases({
      store: notebookStore,
      undo,
      onChange,
      now: Date.now,
      newId: () => crypto.randomUUID(),
    }),
    packs: lazily(async () => {
      const { contextPackUseCases } = await import('./app/context-packs.ts')
      return contextPackUseCases(store, cardStore, async () => {
        const [{ findPrivate, redact }, judge] = await Promise.all([
          import('./knowledge/protect/protect.ts'),
          privacyJudgeOf(db),
        ])
        return { findPrivate: (text) => judge.findings(text, findPrivate(text)), redact }
      })
    }),
    graphs: {
      load: () => (graphs ??= import('./main-graph.ts').then(({ composeGraphs }) => composeGraphs(db, store, app))),
    },
    imports: importUseCases(
      runner,
      receiptRepository(db),
      store,
      rows,
      () => crypto.randomUUID(),
      async (name) => (await fetch(`./sample/${name}`)).blob(),
    ),
    search: {
      query: (query) => search.search(query),
      values: (text, operator) => search.values(text, operator),
      status: () => search.status(),
    },
    savedSearches: savedSearches({ store: savedSearchRepository(db), undo, onChange, now: Date.now }),
    privacy: lazily(async () => {
      const [{ privacyChoices }, { privacyRepository }] = await Promise.all([
        import('./app/privacy-choices.ts'),
        import('./storage/privacy-repository.ts'),
      ])
      return privacyChoices({ store: privacyRepository(db), undo, now: Date.now })
    }),
    daily: lazily(async () => {
      const [{ dailyUseCases }, { dailyRepository }] = await Promise.all([
        import('./app/daily.ts'),
        import('./storage/daily-repository.ts'),
      ])
      return dailyUseCases({
        store: dailyRepository(db),
        search,
        cards: cardStore,
        library: store,
        notebooks: notebookStore,
        undo,
        now: Date.now,
      })
    }),
    undo,
    storage: deviceStorage,
    backups,
    cardsAnew,
    onChange,
  }

  const network = lazyNetwork(async () => {
    const { composeNetwork } = await import('./main-network.ts')
    return composeNetwork(new VivimDatabase('vivim', 'strict'))
  })

  return {
    app,
    network,
    updates: serviceWorkerUpdates(),
    incoming: incomingFiles(),
    /** What goes on by itself, once the page stands. */
    start() {
      // The search engine last: what is on the page must not wait for a megabyte of code.
      setTimeout(
        () =>
          void connected()
            .catchUp()
            .then(tell, () => undefined),
        SEARCH_AFTER_MS,
      )
      // What fails now, for want of room most likely, is tried again at the next start.
      setTimeout(() => void cardsAnew.start().catch(() => undefined), CARDS_ANEW_AFTER_MS)
      void db.importJobs.count().then((open) => (open > 0 ? runner.resume() : undefined))
      // Rooms of earlier visits open again by themselves; who has none never loads any of this.
      void db.spaces
        .count()
        .then((rooms) => (rooms > 0 ? network.load().then((loaded) => loaded.rooms.reopen()) : undefined))
    },
  }
}
