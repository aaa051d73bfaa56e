// Builds the app and serves it.
import { build } from 'vite'

await build({ logLevel: 'warn' })
await import('./serve.mjs')
