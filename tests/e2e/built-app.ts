import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'

/** The built app, served with signaling as `npm start` serves it. */
export interface ServedApp {
  /** Address with a slash at its end. */
  readonly url: string
  stop(): void
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Serves dist/ on a free port. Throws where there is no built app. */
export async function serveBuiltApp(port?: number): Promise<ServedApp> {
  if (!existsSync('dist/index.html')) throw new Error('There is no built app: run `npm run build` first.')
  const at = port ?? (await freePort())
  const child = spawn('node', ['scripts/serve.mjs'], {
    env: { ...process.env, PORT: String(at) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve())
    child.once('exit', () => reject(new Error('the server ended')))
  })
  return { url: `http://localhost:${at}/`, stop: () => void child.kill() }
}

/** Imports the sample library through the page and answers with the attributes of its receipt. */
export async function importSample(page: Page, url: string): Promise<DOMStringMap> {
  await page.goto(url)
  await page.getByRole('button', { name: 'Try with a sample library' }).click()
  const receipt = page.getByTestId('import-receipt')
  await receipt.waitFor({ timeout: 60_000 })
  return receipt.evaluate((element) => ({ ...(element as HTMLElement).dataset }))
}
