import type { Message } from './conversation.ts'
import { isVisible, pathTo } from './message-tree.ts'

/** True where the provider gave the message an id; a saved page or a pasted text often has only positions. */
export const isNamed = ({ metadata }: Message): boolean => metadata['providerId'] !== undefined

/** Where a branch without ids of messages goes on beside what is known. */
export interface Laid {
  /** Its messages that are new, hung where they belong. */
  readonly added: readonly Message[]
  /** They go on from the end of the shown branch, or leave it before. */
  readonly from: 'end' | 'fork'
}

/**
 * Lays a branch beside the shown branch of a tree, turn by turn: what both have is known already, and only what comes
 * after it is added. A turn is all that one side said before the other spoke again, since a page shows as one answer
 * what an export holds in several messages. A page renders answers anew, so their wording tells nothing; what the
 * person asked stands in both, and where that differs the branch is another one.
 */
export function layBeside(tree: readonly Message[], leafId: string | undefined, branch: readonly Message[]): Laid {
  const known = pathTo(tree, leafId)
  const inTree = new Set(tree.map(({ id }) => id))
  const parents = new Set(tree.map(({ parentId }) => parentId))
  const hang = (rest: readonly Message[], under: string | undefined): Laid => ({
    added: rest.flatMap(({ parentId: _former, ...message }, at) => {
      const parentId = at === 0 ? under : rest[at - 1]!.id
      return inTree.has(message.id) ? [] : [{ ...message, ...(parentId !== undefined && { parentId }) }]
    }),
    from: under === known.at(-1)?.id ? 'end' : 'fork',
  })

  const shared = branch.findLastIndex(({ id }) => inTree.has(id))
  // Where the tree ends with one of its own messages there is nothing to compare.
  if (shared >= 0 && !parents.has(branch[shared]!.id)) return hang(branch.slice(shared + 1), branch[shared]!.id)

  const [mine, theirs] = [turnsOf(known), turnsOf(branch)]
  const differs = theirs.findIndex((turn, at) => mine[at] !== undefined && !mayBeSame(mine[at], turn))
  if (differs >= 0) return hang(branch.slice(theirs[differs]!.start), known[mine[differs]!.start - 1]?.id)
  return hang(theirs.length > mine.length ? branch.slice(theirs[mine.length]!.start) : [], known.at(-1)?.id)
}

interface Turn {
  readonly role: Message['role']
  /** Place of its first message on the path. */
  readonly start: number
  readonly words: string
}

function turnsOf(path: readonly Message[]): Turn[] {
  const turns: { role: Message['role']; start: number; words: string }[] = []
  path.forEach((message, start) => {
    if (!isVisible(message)) return
    const last = turns.at(-1)
    if (last?.role === message.role) last.words += wordsOf(message)
    else turns.push({ role: message.role, start, words: wordsOf(message) })
  })
  return turns
}

/** More of a question is not looked at. */
const MAX_COMPARED = 20_000

/** Letters and digits only: marks and spaces depend on who wrote them down. */
const wordsOf = ({ parts }: Message): string =>
  parts
    .map((part) => (part.type === 'text' ? part.text.slice(0, MAX_COMPARED) : ''))
    .join('')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')

/** A page may shorten a question or name its files in it, so each may hold the other. */
const mayBeSame = (a: Turn, b: Turn): boolean =>
  a.role !== 'user' || b.role !== 'user' || a.words.includes(b.words) || b.words.includes(a.words)
