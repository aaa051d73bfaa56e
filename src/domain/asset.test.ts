import { expect, it } from 'vitest'
import { mediaTypeOf } from './asset.ts'

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0))

it.each([
  ['\x89PNG\r\n\x1a\n....', 'image/png'],
  ['\xff\xd8\xff\xe0..JFIF', 'image/jpeg'],
  ['GIF89a....', 'image/gif'],
  ['RIFF\n\0\0\0WEBPVP8 ', 'image/webp'],
  ['RIFF\n\0\0\0WAVEfmt ', 'audio/wav'],
  ['ID3\x04....', 'audio/mpeg'],
  ['%PDF-1.7', 'application/pdf'],
  ['\0\0\0\x18ftypM4A ', 'audio/mp4'],
  ['<svg onload="alert(1)">', 'application/octet-stream'],
  ['<!doctype html><script>', 'application/octet-stream'],
  ['', 'application/octet-stream'],
])('the first bytes tell what a file is: %j is %s', (start, type) => {
  expect(mediaTypeOf(bytes(start))).toBe(type)
})
