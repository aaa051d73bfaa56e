import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { chatGpt, claude, CLAUDE_ROOT, claudeMessage, node } from './fixtures/exports.ts'
import { mutateValue, random, readOrRefused } from './fixtures/fuzzing.ts'

const samples = (): unknown[] => [
  [
    chatGpt('a', [
      { id: 'r', parent: null, children: ['m1'], message: null },
      node('m1', 'r', 'user', 'Which one?', { metadata: { attachments: [{ id: 'f', name: 'a.txt', size: 3 }] } }),
      node('m2', 'm1', 'assistant', 'This \ue200cite\ue202turn0\ue201 one 【3†source】.', {
        metadata: { content_references: [{ type: 'webpage', items: [{ url: 'https://example.org', title: 'E' }] }] },
      }),
      node('m3', 'm1', 'assistant', '', {
        content: { content_type: 'thoughts', thoughts: [{ summary: 's', content: 'c' }] },
      }),
    ]),
    chatGpt('b', [node('m1', null, 'user', 'Only a question')]),
  ],
  [
    claude('a', [
      claudeMessage('c1', CLAUDE_ROOT, 'human', 'Which?', {
        attachments: [{ file_name: 'a', extracted_content: 'b' }],
      }),
      claudeMessage('c2', 'c1', 'assistant', 'This.', {
        content: [
          { type: 'thinking', thinking: 'hm', summaries: [{ summary: 's' }] },
          { type: 'tool_use', id: 't', name: 'artifacts', input: { content: 'x' } },
          { type: 'text', text: 'This.', citations: [{ details: { url: 'https://example.org' } }] },
        ],
      }),
      claudeMessage('c3', 'c2', 'assistant', 'Newer.', {
        content: [
          { type: 'tool_use', name: 'artifacts', input: { command: 'update', old_str: 'x', new_str: 'y' } },
          { type: 'tool_result', content: [{ type: 'knowledge', title: 'T', url: 'https://example.org' }] },
        ],
      }),
    ]),
  ],
  [
    chatGpt('c', [
      node('m1', null, 'assistant', '{"name":"n","content":"one two"}', { recipient: 'canmore.create_textdoc' }),
      node('m2', 'm1', 'assistant', '{"updates":[{"pattern":"two","replacement":"three","multiple":true}]}', {
        recipient: 'canmore.update_textdoc',
      }),
      node('m3', 'm2', 'assistant', 'Done.', { metadata: { search_result_groups: [{ entries: [{ url: 'x' }] }] } }),
    ]),
  ],
  [
    {
      uuid: 'p',
      name: 'Project',
      description: 'd',
      is_private: true,
      prompt_template: 't',
      docs: [{ uuid: 'd', filename: 'f', content: 'c' }],
    },
  ],
  [{ conversations_memory: 'm', project_memories: { p: 'm' }, memory_files: [{ path: 'p', content: 'c' }] }],
]

/** A page that carries a turbo-stream. */
const page = (): string =>
  '<!doctype html><script>streamController.enqueue(' +
  JSON.stringify(
    '[{"_1":2},"linear_conversation",[3],{"_4":5},"message",{"_6":7,"_8":9},"author",{"_10":11},"content",["P",1],' +
      '"role","user"]\nP1:[{"_13":14},"parts",[15],"text"]\n',
  ) +
  ')</script>'

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
  const plain = [...samples().map((document) => JSON.stringify(document)), page()].map(
    (text) => new Uint8Array(strToU8(text)),
  )
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
