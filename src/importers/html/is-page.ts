/** True where a text begins as a page does. */
export const isPage = (start: string): boolean => /^\s*<(?:!doctype html|!--|html|head|body|meta|div|main)/i.test(start)
