import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { collect, type Collected, fileOf, type Loose } from '../fixtures/exports.ts'

const CHAT = 'https://gemini.google.com/app/00ff00ff00ff00ff'

function row(title: string, time: string, html: readonly string[] = [], more: Loose = {}): Loose {
  return {
    header: 'Gemini Apps',
    title,
    time,
    products: ['Gemini Apps'],
    activityControls: ['Gemini Apps Activity'],
    ...(html.length > 0 && { safeHtmlItem: html.map((one) => ({ html: one })) }),
    ...more,
  }
}

const inChat = { details: [{ name: CHAT, url: CHAT }] }
const QUESTION = row('Prompted Why do  tides\nrise?', '2026-07-26T06:07:57.773Z', ['<p>The <b>moon</b>.</p>'])
const ROWS = [
  row('Prompted And twice a day?', '2026-07-26T06:09:00.000Z', ['<p>One</p>', '<p>Two</p>'], inChat),
  { ...QUESTION, ...inChat },
  row('Gave feedback: Good response', '2026-07-25T05:00:00Z'),
  row('Prompted Whose boat?', '2026-07-25T04:00:00Z', ['<p>Yours.</p>'], {
    imageFile: 'boat-1.png',
    attachedFiles: ['boat-1.png'],
    subtitles: [
      { name: 'Attached 1 file.' },
      { name: '-  boat-1.png', url: 'boat-1.png' },
      { name: 'Sailor', url: 'https://gemini.google.com/gem/1' },
    ],
  }),
]
const read = (rows: unknown) => collect(fileOf(rows, 'MyActivity.json'))
const texts = ({ conversations }: Collected): unknown[] =>
  conversations.map(({ messages }) =>
    messages.map(
      ({ role, hidden, parts }) =>
        `${role}${hidden ? ' (hidden)' : ''}: ${parts.map((p) => ('text' in p ? p.text : 'name' in p ? p.name : '')).join(' + ')}`,
    ),
  )

/** A cell of the page; `when` in local time. */
const cell = (product: string, asked: string, when: string, answer = '', caption = ''): string =>
  `<div class="outer-cell mdl-cell mdl-cell--12-col mdl-shadow--2dp"><div class="mdl-grid"><div class="header-cell mdl-cell mdl-cell--12-col"><p class="mdl-typography--title">${product}<br></p></div><div class="content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1">${asked}<br>${when}<br>${answer}</div><div class="content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1 mdl-typography--text-right"></div><div class="content-cell mdl-cell mdl-cell--12-col mdl-typography--caption"><b>Products:</b><br>&emsp;${product}<br>${caption}</div></div></div>`
const page = (...cells: string[]): string =>
  `<html><head><style type="text/css">.mdl-cell{margin:8px}</style></head><body><div class="mdl-grid">${cells.join('')}</div></body></html>`
const readPage = (...cells: string[]) => collect(fileOf(page(...cells), 'MyActivity.html'))

describe('activities of Gemini in JSON', () => {
  test('are grouped by their conversation, else by the day, oldest first', async () => {
    const found = await read(ROWS)
    expect(texts(found)).toEqual([
      [
        'user: Why do  tides\nrise?',
        'assistant: The **moon**.',
        'user: And twice a day?',
        'assistant: One',
        'assistant (hidden): Two',
      ],
      ['user: Whose boat? + boat-1.png', 'assistant: Yours.', 'system (hidden): Gave feedback: Good response'],
    ])
    expect(found.conversations.map(({ conversation }) => conversation)).toMatchObject(
      [
        { provider: 'gemini', sourceUrl: CHAT, metadata: {}, counts: { path: 4, forks: 1, visibleAssistant: 2 } },
        { sourceUrl: /^vivim:import:/, title: 'Whose boat?', metadata: { groupedBy: 'day' } },
      ].map((one) => ({ ...one, sourceUrl: expect.stringMatching(one.sourceUrl) as string })),
    )
    expect(found.conversations[1]!.messages[0]!.parts[1]).toEqual({
      type: 'image',
      pointer: 'boat-1.png',
      name: 'boat-1.png',
    })
    expect(found.originals[0]).toBe(JSON.stringify(ROWS[0]) + JSON.stringify(ROWS[1]))
    expect(found.unreadable).toEqual([])
  })

  test('keep the order of the file within one second', async () => {
    const at = '2026-07-26T06:00:00'
    const found = await read([
      row('Prompted Third', `${at}.100Z`, ['<p>c</p>']),
      row('Prompted Second', `${at}.900Z`, ['<p>b</p>']),
      row('Prompted First', `${at}.100Z`, ['<p>a</p>']),
    ])
    expect(texts(found)).toEqual([
      ['user: First', 'assistant: a', 'user: Second', 'assistant: b', 'user: Third', 'assistant: c'],
    ])
  })

  test('of other products are left out and counted, also where they speak of Gemini', async () => {
    const other = {
      header: 'YouTube',
      title: 'Watched Gemini Apps',
      time: '2026-07-26T00:00:00Z',
      products: ['YouTube'],
    }
    const found = await read([other, ...ROWS, other, { ...other, header: 'Gemini Apps Script' }])
    expect(found.conversations).toHaveLength(2)
    expect(found.skipped.map(({ entry }) => entry)).toEqual([
      'MyActivity.json: 2 activities of YouTube',
      'MyActivity.json: 1 activity of Gemini Apps Script',
    ])
    expect((await read([other])).skipped).toHaveLength(1)
  })

  test('in a language that is not known are questions where they have answers', async () => {
    const found = await read([
      row('Eingegebener Prompt: Warum?', '2026-07-26T06:00:00Z', ['<p>Darum.</p>'], {
        ...inChat,
        header: 'Gemini-Apps',
      }),
      row('Feedback gegeben', '2026-07-26T05:00:00Z'),
    ])
    expect(texts(found)).toEqual([
      ['user: Eingegebener Prompt: Warum?', 'assistant: Darum.'],
      ['system (hidden): Feedback gegeben'],
    ])
    expect(found.titles[1]).toBe('Gemini activity, 2026-07-26')
  })

  test('without an answer are kept, and told once', async () => {
    const found = await read([
      row('Prompted One?', '2026-07-26T06:00:00Z'),
      row('Prompted Two?', '2026-07-24T06:00:00Z'),
    ])
    expect(found.titles).toEqual(['One?', 'Two?'])
    expect(found.unreadable.map(({ name }) => name)).toEqual(['answers to 2 questions in MyActivity.json'])
  })

  test('that are the same keep apart, in time', async () => {
    const started = performance.now()
    const found = await read(Array.from({ length: 3000 }, () => row('Prompted Again', '2026-07-26T06:00:00Z')))
    expect(new Set(found.conversations[0]!.messages.map(({ id }) => id)).size).toBe(3000)
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  test.each([[null], ['text'], [{}], [{ header: null, title: 'Prompted x' }]])(
    'are read where one of four is %j',
    async (second) => {
      const found = await read([ROWS[0], second, ROWS[1], ROWS[3]])
      expect(found.conversations.map(({ messages }) => messages.length)).toEqual([5, 2])
      expect(found.unreadable.map(({ name }) => name)).toEqual(['activity 2 of MyActivity.json'])
    },
  )

  test('are read where one has no text, no time or no list of answers', async () => {
    const found = await read([
      ROWS[0],
      { ...ROWS[1], title: null },
      { ...ROWS[3], safeHtmlItem: 'none', time: 'never' },
    ])
    expect(found.conversations.map(({ messages }) => messages.length)).toEqual([5, 1])
    expect(found.unreadable).toMatchObject([
      { reason: expect.stringMatching(/has no text/) as string },
      { name: 'answers to 1 question in MyActivity.json' },
    ])
  })

  test('bring the files beside them', async () => {
    const zip = zipSync({
      'Takeout/My Activity/Gemini Apps/MyActivity.json': strToU8(JSON.stringify(ROWS)),
      'Takeout/My Activity/Gemini Apps/boat-1.png': strToU8('boat'),
      'Takeout/My Activity/Maps/boat-1.png': strToU8('map'),
    })
    const { events } = await collect(fileOf(zip, 'takeout.zip'))
    const assets = events.flatMap((event) => (event.type === 'conversation' ? event.assets : []))
    expect(await Promise.all(assets.map(async ({ read: bytes }) => new TextDecoder().decode(await bytes())))).toEqual([
      'boat',
    ])
  })
})

describe('activities of Gemini as a page', () => {
  const PAGE = [
    cell(
      'Gemini Apps',
      'Prompted\u00a0Why do tides rise?',
      'Jul 26, 2026, 8:07:57\u202fAM CEST',
      '<p>The <b>moon</b>.</p>',
      `<b>Details:</b><br>&emsp;<a href="${CHAT}">${CHAT}</a>`,
    ),
    cell(
      'Gemini Apps',
      'Prompted&nbsp;Whose boat?<br>Attached 1 file.<br>-&nbsp; <a href="boat-1.png">boat-1.png</a>',
      'Jul 25, 2026, 6:00:00&#8239;AM CEST',
      '<p>Yours.</p>',
    ),
    cell('YouTube', 'Watched Gemini Apps', 'Jul 25, 2026, 6:00:00 AM CEST'),
  ]

  test('are read, with files and links, and other products left out', async () => {
    const found = await readPage(...PAGE)
    expect(texts(found)).toEqual([
      ['user: Why do tides rise?', 'assistant: The **moon**.'],
      ['user: Whose boat? + boat-1.png', 'assistant: Yours.'],
    ])
    expect(found.conversations[0]!.messages[0]!.createdAt).toBe(Date.UTC(2026, 6, 26, 6, 7, 57))
    expect(found.skipped.map(({ entry }) => entry)).toEqual(['MyActivity.html: 1 activity of YouTube'])
    expect(found.originals).toEqual([PAGE[0], PAGE[1]])
    expect(found.unreadable).toEqual([])
  })

  test('say so where the zone of their time is not known', async () => {
    const found = await readPage(
      cell('Gemini Apps', 'Prompted&nbsp;When?', 'Jul 25, 2026, 6:00:00 AM XYZ', '<p>Now.</p>'),
    )
    expect(found.conversations[0]!.messages[0]).toMatchObject({
      createdAt: Date.UTC(2026, 6, 25, 6),
      metadata: { localTime: true },
    })
  })

  test('have the ids they have in JSON', async () => {
    const ids = ({ conversations }: Collected): string[][] =>
      conversations.map(({ messages }) => messages.map(({ id }) => id))
    const json = await read([{ ...QUESTION, ...inChat }, ROWS[3]])
    expect(ids(await readPage(...PAGE))).toEqual(ids(json))
  })

  test('are named where a cell is broken, and the others read', async () => {
    const found = await readPage(PAGE[0]!, '<div class="outer-cell mdl-cell"><p>?</p></div>', PAGE[1]!)
    expect(found.titles).toEqual(['Why do tides rise?', 'Whose boat?'])
    expect(found.unreadable.map(({ name }) => name)).toEqual(['activity 2 of MyActivity.html'])
    const timeless = await readPage(PAGE[0]!, cell('Gemini Apps', 'Prompted When?', 'some day'))
    expect(timeless.unreadable).toMatchObject([{ reason: expect.stringMatching(/no time/) as string }, {}])
    expect((await readPage()).skipped).toHaveLength(1)
  })
})
