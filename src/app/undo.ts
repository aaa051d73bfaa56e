import type { Stop, Undo, Undoable } from './app.ts'

const REMEMBERED = 50

/** The beginning of a text, short enough for a label: at most 40 UTF-16 code units of its first line. */
export const opening = (content: string): string => {
  const line = content.trim().split('\n')[0]!
  return line.length > 40 ? `${line.slice(0, 39).trimEnd()}…` : line
}

interface Step extends Undoable {
  readonly takeBack: () => Promise<void>
}

/** Remembers how to take back what the person did, newest first. */
export class UndoStack implements Undo {
  #steps: readonly Step[] = []
  #nextId = 1
  readonly #watchers = new Set<(last: Undoable | undefined) => void>()

  /** Remembers a step; `label` is in the past tense, `takeBack` undoes it. */
  push(label: string, takeBack: () => Promise<void>): void {
    this.#steps = [...this.#steps, { id: this.#nextId++, label, takeBack }].slice(-REMEMBERED)
    this.#tell()
  }

  watch(onChange: (last: Undoable | undefined) => void): Stop {
    this.#watchers.add(onChange)
    onChange(this.#last())
    return () => this.#watchers.delete(onChange)
  }

  async undo(id?: number): Promise<void> {
    const step = id === undefined ? this.#steps.at(-1) : this.#steps.find((candidate) => candidate.id === id)
    if (!step) return
    this.#steps = this.#steps.filter((other) => other !== step)
    await step.takeBack()
    this.#tell()
  }

  #last(): Undoable | undefined {
    const last = this.#steps.at(-1)
    return last && { id: last.id, label: last.label }
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher(this.#last())
  }
}
