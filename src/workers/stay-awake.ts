/**
 * Keeps the screen on until the function it gives is called: a phone that locks its screen stops what its browser does
 * a little later. The browser lets go of the screen whenever the page is hidden, so it is asked again when it comes
 * back. Does nothing where the browser cannot or may not (Screen Wake Lock, W3C).
 */
export function stayAwake(): () => void {
  let lock: WakeLockSentinel | undefined
  let over = false
  const ask = async (): Promise<void> => {
    if (document.visibilityState !== 'visible') return
    try {
      // Older browsers know no wake lock, whatever their types say.
      const given = await (navigator.wakeLock as WakeLock | undefined)?.request('screen')
      if (over) await given?.release()
      else lock = given
    } catch {
      // Refused, for example while the battery is low: the import goes on as long as the browser does.
    }
  }
  const onVisible = (): void => void ask()
  document.addEventListener('visibilitychange', onVisible)
  void ask()
  return () => {
    over = true
    document.removeEventListener('visibilitychange', onVisible)
    void lock?.release()
  }
}
