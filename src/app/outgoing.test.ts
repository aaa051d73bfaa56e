import { expect, it } from 'vitest'
import type { Finding } from '../domain/acu.ts'
import { RULES_ALONE, type PrivacyJudge } from '../domain/privacy-list.ts'
import { outgoingBy } from './outgoing.ts'

/** A list that finds one thing everywhere. */
const judgeOf = (kind: string): PrivacyJudge => ({
  ...RULES_ALONE,
  findings: (_, found) => [...found, { rule: 'own-word', kind, start: 0, end: 1, level: 1, confidence: 1 }],
})
const kinds = (found: readonly Finding[]): string[] => found.map(({ kind }) => kind)

it('never goes back to an older list, and gives what was read to who asked for it', async () => {
  const answers: ((judge: PrivacyJudge) => void)[] = []
  const outgoing = outgoingBy(
    () => new Promise((resolve) => answers.push(resolve)),
    () => [],
    RULES_ALONE,
  )
  expect(outgoing.findPrivate('a')).toEqual([])
  const [first, second] = [outgoing.refresh(), outgoing.refresh()]
  answers[1]!(judgeOf('new'))
  const newer = await second
  answers[0]!(judgeOf('old'))
  const older = await first
  expect(kinds(outgoing.findPrivate('a'))).toEqual(['new'])
  expect(newer.ok && kinds(newer.value('a'))).toEqual(['new'])
  expect(older.ok && kinds(older.value('a'))).toEqual(['old'])
})

it('answers with an error where the list cannot be read, and reads it the next time', async () => {
  let reads = 0
  const read = (): Promise<PrivacyJudge> =>
    ++reads === 1 ? Promise.reject(new Error('closed')) : Promise.resolve(judgeOf('new'))
  const outgoing = outgoingBy(read, () => [], judgeOf('first'))
  expect(await outgoing.refresh()).toMatchObject({ ok: false, error: { code: 'unreadable' } })
  expect(kinds(outgoing.findPrivate('a'))).toEqual(['first'])
  expect(await outgoing.refresh()).toMatchObject({ ok: true })
  expect(kinds(outgoing.findPrivate('a'))).toEqual(['new'])
})
