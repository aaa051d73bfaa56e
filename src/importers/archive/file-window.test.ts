import { expect, test } from 'vitest'
import { FileWindow } from './file-window.ts'

/** A file that counts how often it is read. */
function counted(size: number): { readonly file: Blob; readonly reads: () => number } {
  const file = new Blob([Uint8Array.from({ length: size }, (_, at) => at % 251)])
  let reads = 0
  const slice = file.slice.bind(file)
  file.slice = (...range) => {
    reads++
    return slice(...range)
  }
  return { file, reads: () => reads }
}

test('gives the bytes of any place, and reads the file once for many that are near each other', async () => {
  const { file, reads } = counted(3_000_000)
  const window = new FileWindow(file)
  const near = async (from: number): Promise<void> => {
    for (let at = from; at < from + 400_000; at += 4000) expect((await window.read(at, at + 3))[2]).toBe((at + 2) % 251)
  }
  await near(0)
  expect(reads()).toBe(1)
  await near(2_000_000)
  await near(0)
  expect(reads()).toBe(3)
})

test('gives less where the file ends, and copies that stay as they are', async () => {
  const window = new FileWindow(counted(10).file)
  const first = await window.read(0, 4)
  first[0] = 99
  expect([...(await window.read(0, 2))]).toEqual([0, 1])
  expect((await window.read(8, 20)).length).toBe(2)
  expect((await window.read(50, 60)).length).toBe(0)
  expect([window.holds(1000), window.holds(10_000_000)]).toEqual([true, false])
})

test('answers right when it is asked from several sides at once', async () => {
  const window = new FileWindow(counted(3_000_000).file)
  const places = [0, 2_000_000, 100, 1_000_000, 2_000_100, 50]
  const found = await Promise.all(places.map((at) => window.read(at, at + 1)))
  expect(found.map(([byte]) => byte)).toEqual(places.map((at) => at % 251))
})
