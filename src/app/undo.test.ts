import { describe, expect, it } from 'vitest'
import { UndoStack } from './undo.ts'

describe('undo', () => {
  it('takes back the newest first, or the one named, and tells what is left', async () => {
    const undo = new UndoStack()
    const log: string[] = []
    const seen: (string | undefined)[] = []
    undo.watch((last) => seen.push(last?.label))
    for (const name of ['a', 'b', 'c']) {
      undo.push(name, async () => {
        log.push(name)
      })
    }
    await undo.undo()
    await undo.undo(1)
    await undo.undo()
    await undo.undo()
    expect(log).toEqual(['c', 'a', 'b'])
    expect(seen).toEqual([undefined, 'a', 'b', 'c', 'b', 'b', undefined])
  })
})
