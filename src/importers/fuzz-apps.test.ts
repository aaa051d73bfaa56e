import { strToU8 } from 'fflate'
import { describe, expect, test } from 'vitest'
import { APP_SAMPLES, sampleText } from './fixtures/apps.ts'
import { collect, fileOf } from './fixtures/exports.ts'
import { mutateValue, random, readOrRefused } from './fixtures/fuzzing.ts'

describe.each(APP_SAMPLES)('$format (lines: $lines)', ({ format, lines, make }) => {
  test('is told by its shape', async () => {
    const { events, conversations, unreadable } = await collect(fileOf(sampleText(make(), lines), 'some.txt'))
    expect(events[0]).toMatchObject({ type: 'detected', format })
    expect(conversations.length).toBeGreaterThan(0)
    expect(unreadable).toEqual([])
  })

  test('with odd values or bytes anywhere is read or refused', async () => {
    const next = random(13)
    for (let round = 0; round < 150; round++) {
      const document = make()
      for (let changes = 1 + next(4); changes > 0; changes--) mutateValue(document, next)
      const bytes = new Uint8Array(strToU8(sampleText(document, lines)))
      if (round % 3 === 0) for (let changes = next(4); changes > 0; changes--) bytes[next(bytes.length)] = next(256)
      expect(await readOrRefused(round % 5 === 0 ? bytes.slice(0, next(bytes.length)) : bytes)).toMatch(/read|refused/)
    }
  })
})
