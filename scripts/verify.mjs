// Every static check; stops at the first that fails.
import { spawnSync } from 'node:child_process'

const CHECKS = [
  ['format', 'prettier --check --log-level warn .'],
  ['lint', 'eslint . --max-warnings 0'],
  ['types', 'tsc -p .'],
  ['components', 'svelte-check --tsconfig ./tsconfig.json --fail-on-warnings --output human'],
  ['layers', 'depcruise src --config .dependency-cruiser.cjs --output-type err'],
  ['dead code', 'knip'],
]

for (const [name, command] of CHECKS) {
  const started = Date.now()
  const { status } = spawnSync('npx', ['--no-install', ...command.split(' ')], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    console.error(`verify: ${name} failed (${command})`)
    process.exit(1)
  }
  console.log(`verify: ${name} ok, ${((Date.now() - started) / 1000).toFixed(1)} s`)
}
