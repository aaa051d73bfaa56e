/** A few characters of a value, at most a quarter at its start and an eighth at its end: `ghp_…x9`. */
export function masked(value: string): string {
  const characters = [...value.replace(/\s+/g, ' ')]
  const head = Math.min(4, Math.max(1, characters.length >> 2))
  const tail = Math.min(2, characters.length >> 3)
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - tail).join('')}`
}
