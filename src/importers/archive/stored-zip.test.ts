import fc from 'fast-check'
import { unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { utf8 } from '../../domain/bytes.ts'
import { partsOfZip, storedZip } from '../../domain/stored-zip.ts'
import { collect, simpleChatGpt } from '../fixtures/exports.ts'
import { FileWindow } from './file-window.ts'
import { readZipDirectory } from './zip-directory.ts'
import { entryData } from './zip-entry.ts'

const path = fc
  .array(fc.stringMatching(/^[\p{L}\d _.-]{1,12}$/u), { minLength: 1, maxLength: 3 })
  .map((names) => names.join('/'))
const files = fc.uniqueArray(fc.record({ path, bytes: fc.uint8Array() }), {
  selector: (file) => file.path,
  maxLength: 8,
})

describe('storedZip', () => {
  test('gives back every file under its path, to this reader and to others', async () => {
    await fc.assert(
      fc.asyncProperty(files, async (given) => {
        const zip = storedZip(given.map((one) => ({ path: one.path, file: new Blob([one.bytes]) })))
        const window = new FileWindow(zip)
        const read = await Promise.all(
          (await readZipDirectory(zip)).map(async (entry) => ({
            path: entry.name,
            bytes: new Uint8Array(await (await entryData(window, entry)).arrayBuffer()),
          })),
        )
        expect(read).toEqual(given.map((one) => ({ path: one.path, bytes: new Uint8Array(one.bytes) })))
        const others = unzipSync(new Uint8Array(await zip.arrayBuffer()))
        for (const { path: name, bytes } of read) expect(others[name]).toEqual(bytes)
      }),
    )
  })

  test('lists files beyond four gigabytes', async () => {
    // Nobody has such files here: only the directory is read, as if it lay where it would.
    const huge = { size: 5 * 2 ** 30 } as Blob
    const parts = partsOfZip([
      { path: 'a.json', file: huge },
      { path: 'b.json', file: huge },
    ])
    const tail = new Uint8Array(await new Blob(parts.slice(4)).arrayBuffer())
    const start = parts.slice(0, 4).reduce((sum, part) => sum + ('size' in part ? part.size : part.length), 0)
    const sparse = {
      size: start + tail.length,
      slice: (from: number, to: number) => {
        const bytes = new Uint8Array(to - from)
        bytes.set(tail.subarray(Math.max(0, from - start), to - start), Math.max(0, start - from))
        return new Blob([bytes])
      },
    } as Blob
    expect(await readZipDirectory(sparse)).toMatchObject([
      { name: 'a.json', size: huge.size, compressedSize: huge.size, headerOffset: 0 },
      { name: 'b.json', size: huge.size, compressedSize: huge.size, headerOffset: huge.size + 36 },
    ])
  })

  test('of an unpacked export is read with its pictures', async () => {
    const file = (text: string): Blob => new Blob([utf8(text)])
    const zip = storedZip([
      { path: 'conversations.json', file: file(JSON.stringify([simpleChatGpt('a')])) },
      { path: 'file-1.png', file: file('picture') },
    ])
    expect((await collect(Object.assign(zip, { name: 'export' }))).titles).toEqual(['Title a'])
  })
})
