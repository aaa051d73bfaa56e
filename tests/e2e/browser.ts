import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { HOW_TO_GET_ONE, findChrome } from '../../scripts/find-chrome.mjs'

const OWN_PAGES = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup', 'PreloadTopChromeWebUI']

/** Starts a browser of its own, with a profile of its own, fit for two of them to meet on one machine. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = findChrome()
  if (executablePath === undefined) throw new Error(HOW_TO_GET_ONE)
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // With only the loopback interface there is no other address to offer; and Chromium's own pages (address bar,
      // tabs) would start in the background of every browser and take half the processor.
      `--disable-features=${['WebRtcHideLocalIpsWithMdns', ...OWN_PAGES].join(',')}`,
    ],
  })
}
