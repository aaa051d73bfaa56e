// Serves the built app, and signaling for rooms at /signal, on one port. PORT is honoured; default 4173.
import { createServer } from 'node:http'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import sirv from 'sirv'
import { compressFolder } from './compress.mjs'
import { securityHeaders } from './security-headers.mjs'
import { attachSignaling } from './signaling.mjs'

const dist = fileURLToPath(new URL('../dist', import.meta.url))
if (!existsSync(dist)) {
  console.error('There is no built app yet: run `npm start`, which builds and serves it, or `npm run build` first.')
  process.exit(1)
}
compressFolder(dist)

const files = sirv(dist, {
  gzip: true,
  brotli: true,
  etag: true,
  setHeaders(response, path) {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
    // Built files carry a hash of their content in their names; the rest must be asked for each time.
    response.setHeader(
      'Cache-Control',
      path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    )
  },
})
const server = createServer((request, response) =>
  files(request, response, () => {
    response.statusCode = 404
    response.end('Not found')
  }),
)
attachSignaling(server)

const port = Number(process.env.PORT ?? 4173)
server.on('error', (error) => {
  console.error(error.code === 'EADDRINUSE' ? `Port ${port} is taken: set PORT to another one.` : error.message)
  process.exit(1)
})
server.listen(port, () => console.log(`VIVIM is at http://localhost:${port} (signaling at /signal)`))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0))
