// Prints the path of a Chrome or Chromium, or how to get one.
import { HOW_TO_GET_ONE, findChrome } from './find-chrome.mjs'

const path = findChrome()
if (path) console.log(path)
else {
  console.error(HOW_TO_GET_ONE)
  process.exit(1)
}
