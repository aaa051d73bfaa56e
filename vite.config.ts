import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { chunkOfPart, preloadParts } from './vite-first-load.ts'

const signaling = process.env['PORT'] ?? '4173'

/** Files that can be opened with the app; what they are is told by what is in them. */
const OPENED_TYPES = {
  'application/zip': ['.zip'],
  'application/json': ['.json', '.jsonl'],
  'text/csv': ['.csv'],
  'text/html': ['.html', '.htm'],
  'text/markdown': ['.md'],
  'text/plain': ['.txt'],
}
const SHARED_TYPES = Object.entries(OPENED_TYPES).flatMap(([type, extensions]) => [type, ...extensions])

export default defineConfig({
  plugins: [
    svelte(),
    preloadParts(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'service-worker',
      filename: 'sw.ts',
      injectRegister: false,
      registerType: 'prompt',
      manifest: {
        name: 'VIVIM',
        short_name: 'VIVIM',
        description: 'Knowledge you own, from your AI chats. Everything stays on this device.',
        id: './',
        start_url: './',
        scope: './',
        display: 'standalone',
        background_color: '#fbfaf8',
        theme_color: '#fbfaf8',
        categories: ['productivity', 'utilities'],
        icons: [
          { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: 'icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
        shortcuts: [
          { name: 'Search', url: './#/search' },
          { name: 'Add an export', url: './#/add' },
        ],
        share_target: {
          action: './share',
          method: 'POST',
          enctype: 'multipart/form-data',
          params: { title: 'title', text: 'text', url: 'url', files: [{ name: 'files', accept: SHARED_TYPES }] },
        },
        file_handlers: [{ action: './', accept: OPENED_TYPES }],
      },
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,svg,png,woff2,wasm,json}'],
        // Older formats of formula fonts, and entries of SQLite that this app does not start, are never asked for.
        globIgnores: ['**/*.{ttf,woff}', '**/sqlite3-worker1-*', '**/sqlite3-opfs-async-proxy-*'],
        maximumFileSizeToCacheInBytes: 3_000_000,
      },
    }),
  ],
  build: {
    target: 'es2022',
    sourcemap: false,
    // Every browser this target names preloads modules by itself.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: 'index.html', receive: 'receive.html' },
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ name: chunkOfPart({ app: './src/main-app.ts', shell: './src/ui/mount-shell.ts' }) }],
        },
      },
    },
    // Fonts stay files: the policy of the page lets no data: address be a font.
    assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined),
  },
  worker: { format: 'es' },
  resolve: {
    // What it has for browsers asks the document; pages of chats are read in a worker, which has none.
    alias: {
      // Dexie without its translation to ES5: smaller, and evaluated in half the time.
      dexie: fileURLToPath(new URL('node_modules/dexie/dist/modern/dexie.mjs', import.meta.url)),
      'decode-named-character-reference': fileURLToPath(
        new URL('node_modules/decode-named-character-reference/index.js', import.meta.url),
      ),
    },
  },
  optimizeDeps: { exclude: ['@sqlite.org/sqlite-wasm'] },
  server: { proxy: { '/signal': { target: `ws://localhost:${signaling}`, ws: true } } },
})
