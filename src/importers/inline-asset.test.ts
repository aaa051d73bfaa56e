import { expect, test } from 'vitest'
import { inlineAsset } from './inline-asset.ts'

test('takes bytes out of base64, and names them by their hash', () => {
  const asset = inlineAsset('aGVyb24/Pw==')!
  expect(new TextDecoder().decode(asset.bytes)).toBe('heron??')
  expect(asset.pointer).toMatch(/^inline:[0-9a-f]{64}$/)
  for (const same of ['aGVyb24_Pw', 'aGVy\nb24/Pw==', 'data:text/plain;charset=utf-8;base64,aGVyb24/Pw=='])
    expect(inlineAsset(same)).toEqual(asset)
})

test.each(['', '====', 'a', 'not base64!', 'https://e.example/picture.png'])('takes nothing out of “%s”', (text) => {
  expect(inlineAsset(text)).toBeUndefined()
})

test('takes nothing out that is too large', () => {
  expect(inlineAsset('A'.repeat(48 * 1024 * 1024))).toBeUndefined()
})
