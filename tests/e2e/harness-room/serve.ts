import { createServer } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sirv from 'sirv'
import { build } from 'vite'

/** Where the attacker's page is served. */
export interface ServedAttacker {
  readonly url: string
  close(): Promise<void>
}

/** Builds the attacker's page and serves it; signaling is the app's own, as the link names it. */
export async function serveAttacker(): Promise<ServedAttacker> {
  const outDir = await mkdtemp(join(tmpdir(), 'vivim-attacker-'))
  const root = fileURLToPath(new URL('.', import.meta.url))
  await build({ configFile: false, root, logLevel: 'warn', build: { outDir, emptyOutDir: true, target: 'es2022' } })
  const files = sirv(outDir, { dev: true })
  const server = createServer((request, response) => files(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(outDir, { recursive: true })
    },
  }
}
