const CHANNEL = 'vivim-changes'

let sender: BroadcastChannel | undefined

/** Tells every tab and worker of this app that the library was written to. */
export function signalChange(): void {
  sender ??= new BroadcastChannel(CHANNEL)
  sender.postMessage(null)
}

/** Calls back after writes to the library, by any tab or worker. Answers with how to stop. */
export function onChangeSignal(callback: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.onmessage = () => callback()
  return () => channel.close()
}
