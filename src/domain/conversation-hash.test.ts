import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { conversationHash, conversationId, messageHash, messageId } from './conversation-hash.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** RFC 9562 §5.5, written with Node's SHA-1. */
function uuid5(namespace: string, name: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
  hash[6] = (hash[6]! & 0x0f) | 0x50
  hash[8] = (hash[8]! & 0x3f) | 0x80
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

test('ids are UUIDs of the address, and of the conversation and the provider’s id or the place', () => {
  const id = conversationId('https://chatgpt.com/c/abc')
  expect(id).toBe(uuid5('6ba7b811-9dad-11d1-80b4-00c04fd430c8', 'https://chatgpt.com/c/abc'))
  expect(messageId(id, 'm1')).toBe(uuid5(id, 'm1'))
  expect(messageId(id, 4)).toBe(uuid5(id, '#4'))
})

test('hashes are SHA-256 of canonical JSON', () => {
  const hash = messageHash('user', [{ type: 'text', text: 'Grüße\n' }])
  expect(hash).toBe(sha256('{"parts":[{"text":"Grüße\\n","type":"text"}],"role":"user"}'))
  expect(conversationHash([hash, hash])).toBe(sha256(`["${hash}","${hash}"]`))
  expect(conversationHash([])).toBe(sha256('[]'))
})
