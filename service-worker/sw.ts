/// <reference lib="webworker" />
import { cacheNames } from 'workbox-core'
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { takeShare } from './take-share.ts'

declare const self: ServiceWorkerGlobalScope

// The whole app is fetched at the first visit, so that every screen works without a connection.
precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
// What hands a page over has a page of its own.
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html'), { denylist: [/\/receive\.html(?:\?|$)/] }))
// Another app shares a file, a text or a link (`share_target` of the manifest).
registerRoute(({ url }) => url.pathname === new URL('./share', self.registration.scope).pathname, takeShare, 'POST')

// A new version waits until the person accepts it: never a reload in the middle of an import.
self.addEventListener('message', (event) => {
  if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})

// The very first visit is served by the network; from then on this worker serves the open page too.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

/** https://w3c.github.io/ServiceWorker/#dom-installevent-addroutes, where the browser has it. */
interface RoutableEvent extends ExtendableEvent {
  addRoutes?(routes: { condition: { urlPattern: string }; source: { cacheName: string } }): Promise<void>
}

// Files whose names carry a hash are answered by the browser itself, without waking this worker for each.
self.addEventListener('install', (event: RoutableEvent) => {
  const urlPattern = `${self.registration.scope}assets/*`
  const kept = event.addRoutes?.({ condition: { urlPattern }, source: { cacheName: cacheNames.precache } })
  if (kept) event.waitUntil(kept)
})
