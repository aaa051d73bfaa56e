import { describe, expect, it } from 'vitest'
import { codeLanguage, proseLanguage } from './classify/language.ts'
import { isDefinition } from './classify/definition.ts'
import { isQuestion, isStep, sentenceType } from './classify/sentence.ts'
import { lexBlocks } from './decompose/blocks.ts'
import { isChatterSentence, isEmptyPrompt } from './decompose/chatter.ts'
import { quickSentences, sentences } from './decompose/sentences.ts'
import { linkTurns, type Placed, type Turn } from './link/link.ts'
import { answerWorth } from './score/answer.ts'
import { QUALITY_FLOOR, score, weightedLength } from './score/score.ts'
import { unitsOf } from './units.ts'

const cut = (text: string, split: typeof sentences): string[] =>
  split(text).map(({ start, end }) => text.slice(start, end))

describe('sentences', () => {
  it.each([
    [
      'It costs 3.5 m, e.g. in May. Dr. Quell agreed! Why?',
      ['It costs 3.5 m, e.g. in May.', 'Dr. Quell agreed!', 'Why?'],
    ],
    ['索引是有序的。它很快吗？是的！', ['索引是有序的。', '它很快吗？', '是的！']],
    ['هل هذا صحيح؟ نعم، هذا صحيح.', ['هل هذا صحيح؟', 'نعم، هذا صحيح.']],
    ['Das gilt z. B. nicht. Это верно, т.е. да. Конец.', ['Das gilt z. B. nicht.', 'Это верно, т.е. да.', 'Конец.']],
  ])('cuts %s', (text, expected) => {
    expect(cut(text, sentences)).toEqual(expected)
    expect(cut(text, quickSentences)).toEqual(expected)
  })
})

describe('blocks', () => {
  it('finds every block at its place, also with \\r\\n', () => {
    const text = '# A\r\n\r\nText\r\n\r\n```js\r\na = 1\r\n```\r\n\r\n$$\r\nx\r\n$$\r\n\r\n1. one\r\n2. two\r\n'
    const blocks = lexBlocks(text)
    expect(blocks.map((block) => block.kind)).toEqual(['heading', 'paragraph', 'code', 'formula', 'list'])
    expect(text.slice(blocks[2]!.body!.start, blocks[2]!.body!.end)).toBe('a = 1')
    expect(blocks[4]!.items!.map(({ start, end }) => text.slice(start, end))).toEqual(['1. one', '2. two'])
  })

  it('takes code between two rules for code', () => {
    const code = 'SELECT name\nFROM parts\nWHERE stock = 0;'
    const text = `Run this:\n\n----------\n${code}\n----------\n\nDone.`
    const block = lexBlocks(text).find((one) => one.kind === 'code')
    expect(text.slice(block!.body!.start, block!.body!.end)).toBe(code)
  })
})

describe('chatter', () => {
  it('knows it in several languages, and knows matter', () => {
    for (const text of [
      'Sure!',
      'Here is the script:',
      'Let me know if you have questions.',
      'I hope this helps!',
      '当然可以！',
      'Hier ist eine Liste:',
    ])
      expect([text, isChatterSentence(text)]).toEqual([text, true])
    for (const text of [
      'Helm keeps every revision as a secret.',
      'Here the load factor exceeds 0.75, so the table doubles and every entry is placed again, which takes linear time but happens rarely enough that it does not matter over many inserts.',
    ])
      expect([text, isChatterSentence(text)]).toEqual([text, false])
    expect(isEmptyPrompt('ok, thanks!')).toBe(true)
    expect(isEmptyPrompt('Why does --wait hang?')).toBe(false)
  })
})

describe('sentence types', () => {
  it.each([
    ['How do I roll it back', 'question'],
    ['这是怎么工作的？', 'question'],
    ['Open the settings page.', 'step'],
    ['Then click on Save.', 'step'],
    ['Öffnen Sie die Datei.', 'step'],
    ['A revision is a stored state of a release.', 'definition'],
    ['Ein Release ist eine installierte Instanz eines Charts.', 'definition'],
    ['We decided to use Postgres for the queue.', 'decision'],
    ['Warning: this deletes the volume.', 'warning'],
    ['I think the second design is cleaner.', 'opinion'],
    ['For example, 7 and 11 are prime.', 'example'],
    ['TypeError: x is not a function', 'error'],
    ['To fix this, raise the memory limit.', 'fix'],
    ['Bread rises because yeast makes gas.', 'claim'],
  ])('%s: %s', (text, type) => {
    expect(sentenceType(text)).toBe(type)
  })

  it('does not take statements for steps, questions or definitions', () => {
    expect(isStep('Test results are stored in the cache.')).toBe(false)
    expect(isStep('Research on memory has shown this.')).toBe(false)
    expect(isQuestion('What matters is the order.')).toBe(false)
    expect(isDefinition('This is a problem.')).toBe(false)
  })
})

describe('language', () => {
  it('knows code by its fence or shape, prose by script and small words', () => {
    expect(codeLanguage('x', 'py')).toBe('python')
    expect(codeLanguage('SELECT a FROM b', undefined)).toBe('sql')
    expect(proseLanguage('The order of the rows is not defined by the table.')).toBe('en')
    expect(proseLanguage('Die Reihenfolge der Zeilen ist nicht durch die Tabelle bestimmt.')).toBe('de')
    expect(proseLanguage('Порядок строк не определён.')).toBe('ru')
    expect(proseLanguage('表の行の順序は決まっていません。')).toBe('ja')
    expect(proseLanguage('ترتيب الصفوف غير محدد.')).toBe('ar')
  })
})

describe('worth of an answer', () => {
  const good =
    'Helm keeps each release as a secret in its namespace. To go back, list the revisions with helm history and roll back to one of them; the chart, its values and its hooks are those of that revision.'

  it('rises with what is said, not with what is said again', () => {
    expect(answerWorth(good)).toBeGreaterThan(answerWorth('Use helm rollback for that.'))
    expect(answerWorth(`${good} ${good} ${good}`)).toBeLessThan(answerWorth(good))
    expect(answerWorth(`${good}\n\nSince Helm 3 the limit is 10 revisions.`)).toBeGreaterThan(answerWorth(good))
    expect(answerWorth('')).toBe(0)
    expect(answerWorth(`${good} `.repeat(5000))).toBeLessThanOrEqual(100)
  })

  it('is much the same in scripts without spaces', () => {
    const chinese =
      'Helm 把每个版本作为一个密钥保存在它的命名空间里。要回退，先用历史命令列出所有修订，再回到其中一个；图表、它的值和钩子都是那个修订的。'
    expect(Math.abs(answerWorth(chinese) - answerWorth(good))).toBeLessThan(10)
    expect(answerWorth(chinese.repeat(3))).toBeLessThan(answerWorth(chinese))
  })

  it('falls where an answer speaks of itself, begins carelessly or breaks off', () => {
    expect(answerWorth(`As an AI language model, this is what was found. ${good}`)).toBeLessThan(answerWorth(good))
    expect(answerWorth(`h${good.slice(1)}`)).toBeLessThan(answerWorth(good))
    expect(answerWorth(good.slice(0, -1))).toBeLessThan(answerWorth(good))
  })
})

describe('score', () => {
  it('counts scripts alike and keeps a short question awake', () => {
    expect(weightedLength('数据库')).toBe(6)
    expect(score('How do I undo a Helm release?', 'question', false, 1).overall).toBeGreaterThanOrEqual(QUALITY_FLOOR)
    expect(score('怎么撤销一次发布？', 'question', false, 1).overall).toBeGreaterThanOrEqual(QUALITY_FLOOR)
  })

  it('lowers what is cut off, what repeats and what leans on others', () => {
    const full = 'Helm stores each revision as a secret, because a rollback needs the manifest that ran before.'
    const base = score(full, 'claim', false, 1)
    expect(score(`${full} They are these:`, 'claim', false, 1).integrity).toBeLessThan(base.integrity)
    expect(score(full, 'claim', false, 3).uniqueness).toBeLessThan(base.uniqueness)
    expect(score(`However, ${full}`, 'claim', false, 1).selfContained).toBeLessThan(base.selfContained)
    expect(score(full, 'claim', true, 1).selfContained).toBeGreaterThan(base.selfContained)
  })
})

describe('links', () => {
  const placed = (acuId: string, start: number, more: Partial<Placed> = {}): Placed => ({
    acuId,
    type: 'claim',
    kind: 'passage',
    start,
    end: start + 10,
    passage: start,
    ...more,
  })

  it('links by structure, once each, never a card to itself', () => {
    const asked: Turn = { role: 'user', cards: [placed('q', 0, { type: 'question' })] }
    const prose = placed('p', 0)
    const code = placed('c', 20, { kind: 'code', type: 'code_snippet' })
    const inner = placed('i', 2, { parent: prose, kind: 'sentence' })
    const steps = [
      placed('s1', 500, { procedure: 0 }),
      placed('s2', 520, { procedure: 0 }),
      placed('s2', 540, { procedure: 0 }),
    ]
    const links = linkTurns([asked, { role: 'assistant', repliesTo: asked, cards: [prose, inner, code, ...steps] }])
    const seen = links.map((link) => `${link.sourceId} ${link.relation} ${link.targetId}`)
    expect(new Set(seen)).toEqual(
      new Set([
        'p CONTAINS i',
        'p EXPLAINS c',
        's1 NEXT_STEP s2',
        'p ANSWERS q',
        'c ANSWERS q',
        's1 ANSWERS q',
        's2 ANSWERS q',
      ]),
    )
    expect(seen).toHaveLength(7)
  })
})

describe('units', () => {
  it('names every sentence and block of the whole text, kept or not', () => {
    const text = '# Undo\n\nSure! A revision is a stored state of a release.\n\n```sh\nhelm history x\n```'
    const units = unitsOf(text, 'assistant').map(({ type, start, end, kept }) => [type, text.slice(start, end), kept])
    expect(units).toEqual([
      ['heading', '# Undo', false],
      ['chatter', 'Sure!', false],
      ['definition', 'A revision is a stored state of a release.', true],
      ['code_snippet', 'helm history x', true],
    ])
  })
})
