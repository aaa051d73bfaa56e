import { throttle } from '../domain/throttle.ts'

const CHANNEL = 'vivim-changes'

/** An import writes a hundred times a second; a message for each would cost as much as the writing. */
const EVERY_MS = 250

let sender: BroadcastChannel | undefined

/** Tells every tab and worker of this app, soon, that the library was written to. */
export const signalChange = throttle(EVERY_MS, () => {
  sender ??= new BroadcastChannel(CHANNEL)
  sender.postMessage(null)
})

/** Calls back after writes to the library, by any tab or worker. Answers with how to stop. */
export function onChangeSignal(callback: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.onmessage = () => callback()
  return () => channel.close()
}
