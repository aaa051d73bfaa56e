/** What the browser keeps for this app, in bytes, and whether it promised not to clear it. */
export const deviceStorage = {
  async report(): Promise<{ used: number; quota: number; persisted: boolean }> {
    const [estimate, persisted] = await Promise.all([navigator.storage.estimate(), navigator.storage.persisted()])
    return { used: estimate.usage ?? 0, quota: estimate.quota ?? 0, persisted }
  },
  /** Asks the browser not to clear the library to make room; answers whether it will keep it. */
  persist: (): Promise<boolean> => navigator.storage.persist(),
}
