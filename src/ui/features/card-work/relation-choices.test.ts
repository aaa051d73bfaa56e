import { expect, it } from 'vitest'
import { RELATIONS } from '../../../domain/acu.ts'
import { sameLink } from '../../../domain/card-work.ts'
import { choiceOf, keyOf, RELATION_CHOICES } from './relation-choices.ts'

it('every link can be chosen from both of its cards', () => {
  for (const relation of RELATIONS)
    for (const id of ['a', 'b']) {
      const link = { sourceId: 'a', targetId: 'b', relation }
      expect(sameLink(keyOf(choiceOf(link, id), id, id === 'a' ? 'b' : 'a'), link)).toBe(true)
    }
  expect(new Set(RELATION_CHOICES.map(({ name }) => name)).size).toBe(RELATION_CHOICES.length)
})
