// All tests: static checks, unit tests, then the built app in a real browser.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HOW_TO_GET_ONE, findChrome } from './find-chrome.mjs'

const chrome = findChrome()
if (!chrome) {
  console.error(HOW_TO_GET_ONE)
  process.exit(1)
}
const folder = mkdtempSync(join(tmpdir(), 'vivim-test-'))
const totals = { passed: 0, failed: 0 }

function run(command, args) {
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, CHROME_PATH: chrome },
  })
  return status === 0
}

function vitest(config, name) {
  const report = join(folder, `${name}.json`)
  const ok = run('npx', [
    '--no-install',
    'vitest',
    'run',
    '--config',
    config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
    totals.passed += numPassedTests
    totals.failed += numFailedTests
  } catch {
    console.error(`The ${name} tests ended without a report.`)
  }
  return ok
}

const ok =
  run('node', ['scripts/verify.mjs']) &&
  vitest('vitest.config.ts', 'unit') &&
  run('npx', ['--no-install', 'vite', 'build', '--logLevel', 'warn']) &&
  vitest('vitest.e2e.config.ts', 'browser')
console.log(`${totals.passed} passed, ${totals.failed} failed`)
process.exit(ok ? 0 : 1)
