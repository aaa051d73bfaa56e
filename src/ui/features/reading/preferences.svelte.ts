export type TextSize = 'small' | 'normal' | 'large'

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Without storage it is forgotten at the end of the visit, which harms nothing.
  }
}

class ReadingPane {
  #isOpen = $state(read('reading.pane') !== 'closed')
  #size = $state<TextSize>((['small', 'large'] as const).find((one) => one === read('reading.size')) ?? 'normal')

  get isOpen(): boolean {
    return this.#isOpen
  }
  set isOpen(open: boolean) {
    this.#isOpen = open
    write('reading.pane', open ? 'open' : 'closed')
  }
  get size(): TextSize {
    return this.#size
  }
  set size(size: TextSize) {
    this.#size = size
    write('reading.size', size)
  }
}

/** What the person chose for reading; kept on this device. */
export const pane = new ReadingPane()

interface Position {
  readonly turn: string
  readonly offset: number
}

const KEY = 'reading.positions'
const KEPT = 200

function positions(): [string, Position][] {
  try {
    const value: unknown = JSON.parse(read(KEY) ?? '[]')
    return Array.isArray(value) ? (value as [string, Position][]) : []
  } catch {
    return []
  }
}

/** Where a conversation was left, if it was among the newest {@link KEPT}. */
export function readPosition(conversationId: string): Position | undefined {
  const found = positions().find((entry) => Array.isArray(entry) && entry[0] === conversationId)?.[1]
  return typeof found?.turn === 'string' && typeof found.offset === 'number' ? found : undefined
}

/** Remembers where a conversation was left. */
export function writePosition(conversationId: string, position: Position): void {
  const others = positions().filter((entry) => Array.isArray(entry) && entry[0] !== conversationId)
  write(KEY, JSON.stringify([[conversationId, position], ...others].slice(0, KEPT)))
}
