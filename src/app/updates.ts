/** A new version of the app that waits to be accepted. Implemented by the composition root with the service worker. */
export interface Updates {
  /** Calls back once a new version is ready. */
  watch(onReady: () => void): () => void
  /** Starts the new version: the page reloads. */
  accept(): void
}
