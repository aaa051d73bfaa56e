import { SvelteMap } from 'svelte/reactivity'

const PREFIX = 'vivim.draft '
const WRITE_AFTER_MS = 300

/** Texts of cards that were begun and not saved, by what they are for. They outlive a reload of the page. */
const drafts = new SvelteMap<string, string>()
const timers = new Map<string, ReturnType<typeof setTimeout>>()

/** The draft for something, if one was begun. */
export function draftOf(name: string): string | undefined {
  return drafts.get(name) ?? sessionStorage.getItem(PREFIX + name) ?? undefined
}

/** Keeps a draft; undefined forgets it. */
export function keepDraft(name: string, text: string | undefined): void {
  clearTimeout(timers.get(name))
  if (text === undefined) {
    drafts.delete(name)
    sessionStorage.removeItem(PREFIX + name)
    return
  }
  drafts.set(name, text)
  const write = () => {
    try {
      sessionStorage.setItem(PREFIX + name, text)
    } catch {
      // Too long for the browser: it lives as long as the page, which asks before it is left.
    }
  }
  timers.set(name, setTimeout(write, WRITE_AFTER_MS))
}
