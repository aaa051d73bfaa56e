// Every static check, two at a time; those under way end, and no other begins, once one has failed.
import { spawn } from 'node:child_process'

/** The longest first, so that the last one does not run alone for long. */
const CHECKS = [
  ['components', 'svelte-check --tsconfig ./tsconfig.json --fail-on-warnings --output human'],
  ['lint', 'eslint . --max-warnings 0'],
  ['format', 'prettier --check --log-level warn .'],
  ['types', 'tsc -p .'],
  ['layers', 'depcruise src --config .dependency-cruiser.cjs --output-type err'],
  ['dead code', 'knip'],
]

/** Runs one check to its end, then prints what it said; answers whether all is well. */
function check(name, command) {
  const started = Date.now()
  const child = spawn('npx', ['--no-install', ...command.split(' ')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  const said = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk))
  return new Promise((resolve) => {
    child.on('error', (error) => said.push(Buffer.from(`${error.message}\n`)))
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(said))
      const seconds = ((Date.now() - started) / 1000).toFixed(1)
      console.log(code === 0 ? `verify: ${name} ok, ${seconds} s` : `verify: ${name} failed (${command})`)
      resolve(code === 0)
    })
  })
}

const waiting = [...CHECKS]
let ok = true
async function lane() {
  for (let next = waiting.shift(); next && ok; next = waiting.shift()) ok = (await check(...next)) && ok
}
await Promise.all([lane(), lane()])
process.exit(ok ? 0 : 1)
