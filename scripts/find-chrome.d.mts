/** One line on how to get a browser. */
export const HOW_TO_GET_ONE: string

/** Path of a Chrome or Chromium on this machine; undefined where there is none. */
export function findChrome(): string | undefined
