import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Derivation } from '../domain/acu.ts'
import { acuId, canonicalContent } from '../domain/acu-id.ts'
import type { Role } from '../domain/conversation.ts'
import { derive } from './derive.ts'
import { conversationOf, turnOf } from './single.ts'

const of = (...turns: readonly (readonly [Role, string])[]): Derivation =>
  derive(
    conversationOf('c'),
    turns.map(([role, text], at) => turnOf(`m${at}`, role, text, at === 0 ? undefined : `m${at - 1}`)),
  )
const answer = (text: string): Derivation => of(['assistant', text])

/** Every card verbatim at its source; ranges in bounds and overlapping only by containment; ids as promised. */
function checkPlaces(text: string, derivation: Derivation): void {
  const content = new Map(derivation.cards.map((card) => [card.id, card.content]))
  for (const card of derivation.cards) {
    expect(card.id).toBe(acuId(card.content))
    expect(canonicalContent(card.content)).toBe(card.content)
    for (const part of Object.values(card.quality)) expect(part >= 0 && part <= 100).toBe(true)
  }
  expect(content.size).toBe(derivation.cards.length)
  for (const { start, end, acuId: id } of derivation.sources) {
    expect(start >= 0 && start < end && end <= text.length).toBe(true)
    expect(canonicalContent(text.slice(start, end))).toBe(content.get(id))
  }
  for (const a of derivation.sources)
    for (const b of derivation.sources) {
      const apart = a.end <= b.start || b.end <= a.start
      const inside = (a.start <= b.start && b.end <= a.end) || (b.start <= a.start && a.end <= b.end)
      expect(apart || inside).toBe(true)
    }
  const keys = derivation.links.map((link) => `${link.sourceId} ${link.targetId} ${link.relation}`)
  expect(new Set(keys).size).toBe(keys.length)
  for (const link of derivation.links) {
    expect(link.sourceId).not.toBe(link.targetId)
    expect(content.has(link.sourceId) && content.has(link.targetId)).toBe(true)
  }
}

const word = fc.constantFrom(
  'Revision',
  'das',
  'Ä',
  'это',
  '数据库。',
  'مرحبا؟',
  'e.g.',
  'naïve',
  '`code`',
  '**bold**',
  'is a',
  'x',
)
const line = fc.array(word, { minLength: 1, maxLength: 30 }).map((words) => words.join(' '))
const block = fc.oneof(
  line.map((text) => `${text}.`),
  line.map((text) => `## ${text}`),
  line.map((text) => `Here is the list for ${text}:`),
  fc
    .array(line, { minLength: 1, maxLength: 6 })
    .map((items) => items.map((item, at) => `${at + 1}. ${item}`).join('\n')),
  fc
    .array(line, { minLength: 1, maxLength: 6 })
    .map((items) => items.map((item) => `- ${item}\n\n  \`\`\`js\n  a = 1\n  \`\`\``).join('\n')),
  line.map((text) => `\`\`\`python\n\tprint("${text}")\n\n  x = 1\n\`\`\``),
  line.map((text) => `> ${text}\n> again`),
  line.map((text) => `$$\n${text}\n$$`),
  line.map((text) => `| a | b |\n|---|---|\n| ${text} | 2 |`),
  fc.constantFrom(
    '---',
    '─────────────',
    '- - x',
    '1) y\n\t- z',
    '```\nopen',
    '    indented()',
    '<b>html</b>',
    '![a](b.png)',
    'Title\n=====',
  ),
)
const markdown = fc.tuple(fc.array(block, { maxLength: 12 }), fc.constantFrom('\n', '\n\n', '\r\n\r\n', '\n \n'))

describe('derive', () => {
  it('keeps every card verbatim at its range, overlapping only by containment', () => {
    fc.assert(
      fc.property(markdown, fc.constantFrom<Role>('user', 'assistant'), ([blocks, between], role) => {
        const text = blocks.join(between)
        checkPlaces(text, of([role, text]))
      }),
      { numRuns: 300 },
    )
  })

  it('takes any text without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => checkPlaces(text, answer(text))),
      { numRuns: 200 },
    )
    const nested = [
      '>'.repeat(50_000),
      '- '.repeat(20_000),
      '*'.repeat(100_000),
      '['.repeat(20_000),
      '```',
      '$$',
      '\\['.repeat(5000),
    ]
    for (const text of nested) checkPlaces(text, answer(text))
  })

  it('names a card by SHA3-256 of its content', () => {
    // printf 'A rollback creates a new revision from an older manifest.' | openssl dgst -sha3-256
    const { cards } = answer('A rollback creates a new revision from an older manifest.')
    expect(cards.map((card) => card.id)).toEqual(['99a2c7bcbf543f55a27c33a3e2acf0057d65e71c52d8af378283ca70bd064ecd'])
  })

  it('keeps code as it stands between its fences, with what introduces it outside', () => {
    const code = 'helm rollback checkout 41 -n shop\nhelm history checkout -n shop'
    const { cards } = answer(`## Roll back\n\nHere is how to undo the release:\n\n\`\`\`sh\n${code}\n\`\`\``)
    expect(cards).toHaveLength(1)
    expect(cards[0]).toMatchObject({ content: code, type: 'command', category: 'technical', language: 'bash' })
    expect(cards[0]!.context).toContain('Roll back')
    expect(cards[0]!.context).toContain('how to undo the release')
  })

  it('makes cards of tables, formulas and quotes exactly', () => {
    const table = '| Object | Restored |\n|---|---|\n| Deployment | yes |'
    const formula = '$$\nE = m c^2\n$$'
    const quote = '> What is not written down is lost.'
    const { cards } = answer(`# Notes\n\n${table}\n\n## More\n\n${formula}\n\n## Said\n\n${quote}`)
    expect(cards.map((card) => [card.type, card.content])).toEqual([
      ['table', table],
      ['formula', formula],
      ['quote', quote],
    ])
  })

  it('makes no card of chatter, bare headings and empty prompts', () => {
    expect(
      of(['user', 'thanks!'], ['assistant', 'You’re welcome! Let me know if you need anything else.']).cards,
    ).toEqual([])
    expect(of(['user', 'continue']).cards).toEqual([])
    expect(answer('# Title\n\nSure, here is the script:').cards).toEqual([])
    expect(of(['user', 'weiter'], ['user', '谢谢'], ['user', 'спасибо']).cards).toEqual([])
  })

  it('keeps a list with the sentence that leads to it as one card', () => {
    const text =
      'A Helm rollback restores three kinds of objects:\n\n- Deployments and services of the chart\n- Config maps\n- Secrets that the chart owns'
    expect(answer(text).cards.map((card) => card.content)).toEqual([text])
  })

  it('answers: the reply’s cards point at the question, in any script', () => {
    const { cards, links } = of(
      ['user', '数据库索引是怎么工作的？'],
      [
        'assistant',
        '索引是一种按键排序的数据结构，数据库用它直接找到行，而不必读取整张表。写入时索引也要更新，所以写入会变慢。',
      ],
    )
    expect(cards.map((card) => card.language)).toEqual(['zh', 'zh'])
    expect(cards[0]!.type).toBe('question')
    expect(links).toContainEqual(
      expect.objectContaining({ sourceId: cards[1]!.id, targetId: cards[0]!.id, relation: 'ANSWERS' }),
    )
  })

  it('links long steps in order, and a step to the code it holds', () => {
    const step = (name: string): string =>
      `Open the ${name} page and ${'check every value on it with care, '.repeat(27)}then save it.`
    const code = '   kubectl get pods -n shop\n   kubectl describe pod checkout'
    const text = `To clear the shop, follow these steps:\n\n1. ${step('first')}\n2. ${step('second')}\n\n   \`\`\`sh\n${code}\n   \`\`\`\n3. ${step('third')}`
    const { cards, links } = answer(text)
    const [whole, ...steps] = cards.filter((card) => card.type === 'step' && card.state === 'ACTIVE')
    expect(whole).toMatchObject({
      content: text.slice(text.indexOf('1.')),
      context: 'To clear the shop, follow these steps',
    })
    expect(steps).toHaveLength(3)
    const next = links.filter((link) => link.relation === 'NEXT_STEP').map((link) => [link.sourceId, link.targetId])
    expect(next).toEqual([
      [steps[0]!.id, steps[1]!.id],
      [steps[1]!.id, steps[2]!.id],
    ])
    const held = cards.find((card) => card.content === code)
    expect(links).toContainEqual(
      expect.objectContaining({ sourceId: steps[1]!.id, targetId: held!.id, relation: 'CONTAINS' }),
    )
  })

  it('gives a card found twice two places and one row', () => {
    const text = 'A partial index holds only the rows that match its condition, so it stays small.'
    const { cards, sources } = of(['assistant', text], ['assistant', text])
    expect(cards).toHaveLength(1)
    expect(sources.map((source) => source.messageId)).toEqual(['m0', 'm1'])
  })

  it('leaves hidden messages, tools and system prompts alone', () => {
    const text = 'A partial index holds only the rows that match its condition.'
    const hidden = { ...turnOf('h', 'assistant', text), hidden: true }
    expect(derive(conversationOf('c'), [hidden, turnOf('s', 'system', text), turnOf('t', 'tool', text)]).cards).toEqual(
      [],
    )
  })

  it('marks what is private and grades by what it is', () => {
    const { cards } = of(['user', 'Why is my key AKIAQYLPMN5HFIQR7XYA refused by the bucket?'])
    expect(cards[0]).toMatchObject({ securityLevel: 5 })
    const [finding] = cards[0]!.findings
    expect(cards[0]!.content.slice(finding!.start, finding!.end)).toBe('AKIAQYLPMN5HFIQR7XYA')
  })

  it('shows a full explanation, not a fragment that leans on others', () => {
    const [full] = answer(
      'A rollback does not rewind: Helm creates a new revision from an older manifest, so nothing in the history is lost. If revision 42 fails because an image is missing, `helm rollback checkout 41` brings back what ran before.',
    ).cards
    expect(full?.state).toBe('ACTIVE')
    expect(answer('You can change it in this script if needed.').cards).toMatchObject([{ state: 'DORMANT' }])
  })

  it('gives the same card more quality in the better answer, and shows it or not all the same', () => {
    const card = '```sql\nSELECT name, SUM(price) FROM parts GROUP BY name ORDER BY 2 DESC;\n```'
    const more =
      'Grouping happens after WHERE and before HAVING, so filters on sums belong into HAVING. PostgreSQL 16 can also sort incrementally where an index covers a prefix of the order.'
    const codeOf = (text: string) => answer(text).cards.find(({ type }) => type === 'code_snippet')
    const alone = codeOf(card)
    const better = codeOf(`${card}\n\n${more}`)
    expect(better?.quality.overall).toBeGreaterThan(alone?.quality.overall ?? 100)
    expect(better?.state).toBe(alone?.state)
  })
})
