/** Where the service worker puts files that another app shared, until the page takes them. */
export const SHARED_CACHE = 'vivim-shared'
/** Header with the file's name, percent-encoded. */
export const SHARED_NAME = 'x-vivim-name'
