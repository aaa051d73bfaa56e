import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { mutateValue, random, readOrRefused } from './fixtures/fuzzing.ts'
import { FORMAT_SAMPLES } from './fixtures/samples.ts'

/** The values of all samples that are JSON, made anew to be broken. */
const samples = (): unknown[] => FORMAT_SAMPLES.flatMap(({ value }) => (value ? [value()] : []))

test('documents with odd values anywhere are read or refused', async () => {
  const next = random(7)
  for (let round = 0; round < 400; round++) {
    const all = samples()
    const document = all[round % all.length]
    for (let changes = 1 + next(4); changes > 0; changes--) mutateValue(document, next)
    expect(await readOrRefused(new Uint8Array(strToU8(JSON.stringify(document))))).toMatch(/read|refused/)
  }
})

test('files with changed, missing or doubled bytes are read or refused', async () => {
  const next = random(11)
  const plain = FORMAT_SAMPLES.map((sample) => new Uint8Array(strToU8(sample.text())))
  const zips = plain.map((data) => new Uint8Array(zipSync({ 'conversations.json': data, 'user.json': strToU8('{}') })))
  const outcomes = new Set<string>()
  for (let round = 0; round < 600; round++) {
    const files = [...plain, ...zips]
    let bytes = files[round % files.length]!.slice()
    for (let changes = 1 + next(5); changes > 0; changes--) bytes[next(bytes.length)] = next(256)
    if (next(3) === 0) bytes = bytes.slice(0, next(bytes.length))
    if (next(5) === 0) bytes = new Uint8Array([...bytes, ...bytes.slice(next(bytes.length))])
    outcomes.add(await readOrRefused(bytes))
  }
  expect([...outcomes].sort()).toEqual(['read', 'refused'])
})
