import type { MessageDraft, NodeDraft } from './draft.ts'

/** A place in a conversation that was written or answered several times, at least once. */
export interface Turn {
  readonly versions: readonly MessageDraft[]
  /** Index of the version that is shown. */
  readonly selected: number
}

/**
 * Nodes of a list of turns without ids: every version is a branch, and the turns go on from the one that is shown.
 * `current` is the last of those.
 */
export function versionNodes(turns: readonly Turn[]): {
  readonly nodes: readonly NodeDraft[]
  readonly current?: string
} {
  const nodes: NodeDraft[] = []
  let parent: string | undefined
  // Several beginnings are a fork too, so something must be before them.
  if (turns[0] && turns[0].versions.length > 1) {
    parent = '#'
    nodes.push({ key: parent })
  }
  turns.forEach(({ versions, selected }, at) => {
    versions.forEach((message, version) => {
      const position = pair(at, version)
      nodes.push({ key: keyOf(at, version), position, ...(parent !== undefined && { parent }), message })
    })
    parent = keyOf(at, Math.min(selected, versions.length - 1))
  })
  return { nodes, ...(parent !== undefined && turns.length > 0 && { current: parent }) }
}

const keyOf = (at: number, version: number): string => `#${at}.${version}`

/** One number for two (Cantor), so that a position stays the same when versions or turns are added. */
const pair = (at: number, version: number): number => ((at + version) * (at + version + 1)) / 2 + version

/** The index where it is one of `length` items, else the last. */
export const selectedOf = (index: unknown, length: number): number =>
  typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < length ? index : length - 1
