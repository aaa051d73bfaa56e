import { asFilledText, asList, asObject } from '../raw-values.ts'

/** One answer of the model: its lines, and the results of the tools it calls. */
interface Response {
  readonly id: string | undefined
  /** The line that comes last so far. */
  tail: string
}

/**
 * Puts the lines of an answer one after the other. An answer is kept as a line a block, and the result of each tool
 * hangs on the line that called it; so tools called at once look like forks, and all but one branch as if abandoned.
 */
export class ResponseChains {
  readonly #responses = new Map<string, Response>()
  readonly #ends = new Set<string>()

  /** The key that a line follows; `parent` is what it says, `isNote` that no message is in it. */
  parentOf(
    key: string,
    line: Record<string, unknown>,
    parent: string | undefined,
    isNote: boolean,
  ): string | undefined {
    const before = parent === undefined ? undefined : this.#responses.get(parent)
    const message = asObject(line['message'])
    const isAnswer = line['type'] === 'assistant'
    const id = isAnswer ? asFilledText(message['id']) : undefined
    const isResult = !isAnswer && asList(message['content']).some((block) => asObject(block)['type'] === 'tool_result')

    const follows = before && parent !== undefined && this.#ends.has(parent) ? before.tail : parent
    if (before && (isResult || isNote || (id !== undefined && id === before.id))) {
      this.#responses.set(key, before)
      if (!isAnswer) this.#ends.add(key)
      if (isNote) return parent
      const tail = before.tail
      before.tail = key
      return tail
    }
    if (isAnswer) this.#responses.set(key, { id, tail: key })
    return follows
  }
}
