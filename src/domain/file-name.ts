/** A title as a file name every system takes, without its ending; `otherwise` where nothing is left of it. */
export const fileName = (title: string, otherwise: string): string =>
  title
    .replace(/[^\p{L}\p{N}_-]+/gu, ' ')
    .trim()
    .slice(0, 80) || otherwise
