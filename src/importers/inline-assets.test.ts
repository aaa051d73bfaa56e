import { expect, test } from 'vitest'
import { InlineAssets } from './inline-assets.ts'

const TEXT = 'heron??'
const SAME = ['aGVyb24/Pw==', 'aGVyb24_Pw', 'aGVy\nb24/Pw==', 'data:text/plain;charset=utf-8;base64,aGVyb24/Pw==']

test('takes bytes out of base64, names them by their hash, and keeps each once', () => {
  const assets = new InlineAssets()
  const pointers = SAME.map((text) => assets.addBase64(text))
  expect(new Set(pointers).size).toBe(1)
  expect(pointers[0]).toMatch(/^inline:[0-9a-f]{64}$/)
  expect(assets.all.map(({ pointer }) => pointer)).toEqual([pointers[0]])
  expect(new TextDecoder().decode(assets.all[0]!.bytes)).toBe(TEXT)
})

test.each([
  ['data:image/png;base64,aGVyb24/Pw==', 'image/png'],
  ['DATA:image/svg+xml;charset=utf-8,heron%3F%3F', 'image/svg+xml'],
  ['data:,heron??', 'text/plain'],
])('takes what “%s” holds, with its type', (url, mimeType) => {
  const assets = new InlineAssets()
  expect(assets.addUrl(url)).toEqual({ pointer: new InlineAssets().addBase64(SAME[0]!), mimeType })
  expect(new TextDecoder().decode(assets.all[0]!.bytes)).toBe(TEXT)
})

test.each(['', '====', 'a', 'not base64!', 'https://e.example/picture.png', 'data:image/png;base64,'])(
  'takes nothing out of “%s”',
  (text) => {
    const assets = new InlineAssets()
    expect(assets.addBase64(text)).toBeUndefined()
    expect(assets.addUrl(text)).toBeUndefined()
    expect(assets.all).toEqual([])
  },
)

test('takes nothing out of what cannot be decoded or is too large', () => {
  const assets = new InlineAssets()
  const large = 'A'.repeat(48 * 1024 * 1024)
  for (const url of ['data:,%E0%A4', 'data:image/png;base64,!', `data:image/png;base64,${large}`])
    expect(assets.addUrl(url)).toBeUndefined()
  expect(assets.addBase64(large)).toBeUndefined()
  expect(assets.all).toEqual([])
})
