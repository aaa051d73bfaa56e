import { createServer } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sirv from 'sirv'
import { build } from 'vite'
import { attachSignaling } from '../../../scripts/signaling.mjs'

export interface ServedRooms {
  readonly url: string
  close(): Promise<void>
}

/** Builds the page of the room tests and serves it, with signaling at `/signal`. */
export async function serveRooms(): Promise<ServedRooms> {
  const outDir = await mkdtemp(join(tmpdir(), 'vivim-rooms-'))
  const root = fileURLToPath(new URL('.', import.meta.url))
  await build({ configFile: false, root, logLevel: 'warn', build: { outDir, emptyOutDir: true, target: 'es2022' } })
  const files = sirv(outDir, { dev: true })
  const server = createServer((request, response) => files(request, response))
  const signaling = attachSignaling(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    async close() {
      for (const client of signaling.clients) client.terminate()
      signaling.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(outDir, { recursive: true })
    },
  }
}
