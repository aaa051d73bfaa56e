/** Hands a file to the browser's download. */
export function saveFile(name: string, data: Blob): void {
  const address = URL.createObjectURL(data)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has its own reference once it began.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
