import { strToU8, zipSync, type Zippable } from 'fflate'
import { describe, expect, test } from 'vitest'
import { chatGpt, collect, fileOf, node, refusal, simpleChatGpt, simpleClaude } from '../fixtures/exports.ts'
import { isUnsafeName } from './zip-entry.ts'

const json = (value: unknown): Uint8Array => strToU8(JSON.stringify(value))
const zip = (files: Zippable, name = 'export.zip'): Blob & { name: string } => fileOf(bytesOf(files), name)
const bytesOf = (files: Zippable): Uint8Array<ArrayBuffer> => new Uint8Array(zipSync(files))

/** Changes bytes at each place where a signature stands. */
function patch(bytes: Uint8Array, signature: number, change: (view: DataView, at: number) => void): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = 0; at + 4 <= bytes.length; at++) if (view.getUint32(at, true) === signature) change(view, at)
  return bytes
}
const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50

describe('readArchive', () => {
  test('reads stored and deflated entries and says what else is there and why it stays', async () => {
    const { titles, skipped } = await collect(
      zip({
        'conversations.json': [json([simpleChatGpt('a')]), { level: 0 }],
        'more/other.json': json([simpleClaude('b')]),
        'user.json': json({ id: 'u', email: 'someone@example.org' }),
        'memories.json': json([{ conversations_memory: 'text' }]),
        'notes.json': strToU8('not json'),
        'chat.html': strToU8('<html>'),
        'file-1.dat': strToU8('picture'),
        '__MACOSX/._conversations.json': new Uint8Array(8),
        '._conversations-000.json': new Uint8Array(8),
      }),
    )
    expect([...titles].sort()).toEqual(['Title a', 'Title b'])
    expect(Object.fromEntries(skipped.map(({ entry, reason }) => [entry, reason]))).toEqual({
      'user.json': expect.stringMatching(/account data/),
      'memories.json': expect.stringMatching(/memories/),
      'notes.json': expect.stringMatching(/not JSON/),
      '2 other files': expect.stringMatching(/pictures/),
      '__MACOSX/._conversations.json': expect.stringMatching(/operating system/),
      '._conversations-000.json': expect.stringMatching(/operating system/),
    })
  })

  test('reads shards in the order of the manifest and names one that is missing', async () => {
    const files = ['conversations-001.json', 'conversations-000.json', 'part.bin', 'conversations-002.json']
    const { titles, unreadable } = await collect(
      zip({
        'conversations-000.json': json([simpleChatGpt('zero')]),
        'conversations-001.json': json([simpleChatGpt('one')]),
        'conversations-010.json': json([simpleChatGpt('ten')]),
        'export_manifest.json': json({ logical_files: { 'conversations.json': { files, sharded: true } } }),
        'part.bin': json([simpleChatGpt('bin')]),
      }),
    )
    expect(titles).toEqual(['Title one', 'Title zero', 'Title bin', 'Title ten'])
    expect(unreadable).toMatchObject([{ name: 'conversations-002.json' }])
  })

  test('reads shards by number where there is no manifest', async () => {
    const names = ['conversations-10.json', 'conversations-9.json', 'conversations-100.json']
    const { titles } = await collect(zip(Object.fromEntries(names.map((name) => [name, json([simpleChatGpt(name)])]))))
    expect(titles).toEqual(['9', '10', '100'].map((number) => `Title conversations-${number}.json`))
  })

  test.each([0, 6] as const)('reads archives inside an archive, packed at level %i, but no deeper', async (level) => {
    const inner = bytesOf({ 'conversations.json': json([simpleClaude('inner')]) })
    const deeper = bytesOf({ 'deep.zip': inner, 'conversations.json': json([simpleClaude('middle')]) })
    const { titles, skipped, events } = await collect(
      zip({ 'conversations-000.zip': [inner, { level }], 'x.zip': [deeper, { level }] }),
    )
    expect([...titles].sort()).toEqual(['Title inner', 'Title middle'])
    expect(events.find(({ type }) => type === 'conversation')).toMatchObject({
      entry: 'conversations-000.zip/conversations.json',
    })
    expect(skipped).toMatchObject([{ entry: 'x.zip/deep.zip', reason: expect.stringMatching(/not deeper/) as string }])
  })

  test('never reads entries whose names point elsewhere', async () => {
    const { titles, skipped } = await collect(
      zip({
        '../../conversations.json': json([simpleChatGpt('slip')]),
        '/etc/conversations.json': json([simpleChatGpt('absolute')]),
        'C:\\conversations.json': json([simpleChatGpt('drive')]),
        'folder\\conversations.json': json([simpleChatGpt('windows')]),
      }),
    )
    expect(titles).toEqual(['Title windows'])
    expect(skipped.map(({ reason }) => reason)).toEqual(Array(3).fill(expect.stringMatching(/outside the archive/)))
    expect(isUnsafeName('a/../../b')).toBe(true)
    expect(isUnsafeName('a..b/c.json')).toBe(false)
    expect(await refusal(zip({ '../conversations.json': json([simpleChatGpt('slip')]) }))).toBe('unsafe')
  })

  test('passes over 40 MB of zeros without unpacking them, and reads the rest', async () => {
    const started = performance.now()
    const zeros = new Uint8Array(40_000_000)
    const bomb = zip({ 'conversations-000.json': zeros, 'conversations-001.json': json([simpleChatGpt('a')]) })
    const built = performance.now() - started
    const { titles, skipped } = await collect(bomb)
    expect(performance.now() - started - built).toBeLessThan(2000)
    expect(titles).toEqual(['Title a'])
    expect(skipped).toMatchObject([
      { entry: 'conversations-000.json', reason: expect.stringMatching(/times its size/) as string },
    ])
  })

  test('stops at an entry that is longer than it says', async () => {
    const bytes = patch(bytesOf({ 'conversations.json': json([simpleChatGpt('a')]) }), CENTRAL, (view, at) => {
      view.setUint32(at + 24, 10, true)
    })
    expect(await refusal(fileOf(bytes))).toBe('broken')
  })

  test('says that encrypted entries are encrypted, and refuses an archive of nothing else', async () => {
    const encrypt = (view: DataView, at: number): void => view.setUint16(at + 8, 1, true)
    const one = patch(bytesOf({ 'conversations.json': json([simpleChatGpt('a')]) }), CENTRAL, encrypt)
    expect(await refusal(fileOf(one))).toBe('encrypted')
  })

  test('finds data behind a local header whose extra field the directory does not have', async () => {
    const plain = bytesOf({ 'conversations.json': json([simpleChatGpt('a')]) })
    const nameEnd = 30 + 'conversations.json'.length
    const bytes = new Uint8Array(plain.length + 9)
    bytes.set(plain.subarray(0, nameEnd))
    bytes.set(plain.subarray(nameEnd), nameEnd + 9)
    const view = new DataView(bytes.buffer)
    view.setUint16(28, view.getUint16(28, true) + 9, true)
    patch(bytes, 0x06054b50, (end, at) => end.setUint32(at + 16, end.getUint32(at + 16, true) + 9, true))
    expect((await collect(fileOf(bytes))).titles).toEqual(['Title a'])
  })

  test('reads zip64, in which sizes and offsets stand in other places', async () => {
    const { titles } = await collect(fileOf(zip64('conversations.json', json([simpleChatGpt('wide')]))))
    expect(titles).toEqual(['Title wide'])
  })

  test('gives what stands before the damage in an entry, and names the rest', async () => {
    const texts = Array.from({ length: 300 }, (_, index) =>
      chatGpt(`c${index}`, [node('m1', null, 'user', `Number ${index * 7919} of ${Math.sin(index)}`)]),
    )
    const bytes = bytesOf({ 'conversations.json': [json(texts), { level: 1 }] })
    bytes.fill(0xff, Math.floor(bytes.length * 0.7), Math.floor(bytes.length * 0.8))
    const { titles, unreadable } = await collect(fileOf(bytes))
    expect(titles.length).toBeGreaterThan(50)
    expect(titles.length).toBeLessThan(300)
    expect(unreadable.at(-1)).toMatchObject({ name: 'the rest of conversations.json' })
  })

  test('names an entry that is not where the directory says, and reads the others', async () => {
    const bytes = bytesOf({ 'a.json': json([simpleChatGpt('a')]), 'b.json': json([simpleChatGpt('b')]) })
    patch(bytes, LOCAL, (view, at) => {
      if (at > 0) view.setUint32(at, 0, true)
    })
    const { titles, unreadable } = await collect(fileOf(bytes))
    expect(titles).toEqual(['Title a'])
    expect(unreadable).toMatchObject([{ name: 'b.json', reason: expect.stringMatching(/damaged/) as string }])
  })

  test('refuses archives that are cut off, empty, without data, or that lie on top of themselves', async () => {
    const whole = bytesOf({ 'conversations.json': json(Array.from({ length: 50 }, (_, id) => simpleChatGpt(`${id}`))) })
    expect(await refusal(fileOf(whole.slice(0, -100)))).toBe('broken')
    expect(await refusal(zip({}))).toBe('empty')
    expect(await refusal(zip({ 'photo.jpg': strToU8('x'), 'user.json': json({}) }))).toBe('unknown-format')
    const lying = patch(whole.slice(), CENTRAL, (view, at) => view.setUint32(at + 20, whole.length * 2, true))
    expect(await refusal(fileOf(lying))).toBe('unsafe')
  })
})

/** A zip64 archive of one stored entry, all of whose wide values stand in the extra field (APPNOTE 4.5.3). */
function zip64(name: string, data: Uint8Array): Uint8Array {
  const nameBytes = strToU8(name)
  const [local, central, end] = [30 + nameBytes.length, 46 + nameBytes.length + 28, 56 + 20 + 22]
  const bytes = new Uint8Array(local + data.length + central + end)
  const view = new DataView(bytes.buffer)
  const put = (at: number, ...fields: (readonly [offset: number, size: 2 | 4 | 8, value: number])[]): void => {
    for (const [offset, size, value] of fields)
      if (size === 2) view.setUint16(at + offset, value, true)
      else if (size === 4) view.setUint32(at + offset, value, true)
      else view.setBigUint64(at + offset, BigInt(value), true)
  }
  put(0, [0, 4, LOCAL], [18, 4, 0xffffffff], [22, 4, 0xffffffff], [26, 2, nameBytes.length])
  bytes.set(nameBytes, 30)
  bytes.set(data, local)
  const directory = local + data.length
  put(directory, [0, 4, CENTRAL], [20, 4, 0xffffffff], [24, 4, 0xffffffff], [28, 2, nameBytes.length], [30, 2, 28])
  put(directory, [42, 4, 0xffffffff])
  bytes.set(nameBytes, directory + 46)
  const extra = directory + 46 + nameBytes.length
  put(extra, [0, 2, 1], [2, 2, 24], [4, 8, data.length], [12, 8, data.length], [20, 8, 0])
  const end64 = directory + central
  put(end64, [0, 4, 0x06064b50], [4, 8, 44], [24, 8, 1], [32, 8, 1], [40, 8, central], [48, 8, directory])
  put(end64 + 56, [0, 4, 0x07064b50], [8, 8, end64], [16, 4, 1])
  put(end64 + 76, [0, 4, 0x06054b50], [8, 2, 0xffff], [10, 2, 0xffff], [12, 4, 0xffffffff], [16, 4, 0xffffffff])
  return bytes
}
