// Draws the icons of the manifest from scripts/icon.svg. Run after changing it: node scripts/make-icons.mjs
import { readFileSync, writeFileSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { HOW_TO_GET_ONE, findChrome } from './find-chrome.mjs'

const executablePath = findChrome()
if (!executablePath) throw new Error(HOW_TO_GET_ONE)
const svg = readFileSync(new URL('./icon.svg', import.meta.url), 'utf8')
// Maskable and Apple icons are cut to shape by the system: the background must reach the corners.
const square = svg.replace(/rx="\d+"/, 'rx="0"')
const ICONS = [
  ['icon-48.png', 48, svg],
  ['icon-192.png', 192, svg],
  ['icon-512.png', 512, svg],
  ['icon-maskable-512.png', 512, square],
  ['icon-180.png', 180, square],
]
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
for (const [name, size, drawing] of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`)
  writeFileSync(new URL(`../public/${name}`, import.meta.url), await page.screenshot({ omitBackground: true }))
  await page.close()
}
await browser.close()
