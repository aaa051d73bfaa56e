/** A promise kept in a task of its own: the page answers taps and paints before what is awaited goes on. */
export const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))
