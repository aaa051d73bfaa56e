import { describe, expect, test } from 'vitest'
import type { LibraryRow } from '../../app/app.ts'
import { withDays } from './library.svelte.ts'

const now = new Date(2026, 10, 24, 15).getTime()
const row = (id: string, updatedAt: number): LibraryRow => ({
  id,
  title: id,
  provider: 'claude',
  state: 'ACTIVE',
  createdAt: updatedAt,
  updatedAt,
  messages: 2,
  cards: 0,
  snippet: '',
  importId: 'i',
})

describe('groups of days', () => {
  test('names today, the week, months of this year and of others', () => {
    const rows = [
      row('a', new Date(2026, 10, 24, 9).getTime()),
      row('b', new Date(2026, 10, 20).getTime()),
      row('c', new Date(2026, 10, 18).getTime()),
      row('d', new Date(2026, 9, 29).getTime()),
      row('e', new Date(2026, 9, 1).getTime()),
      row('f', new Date(2023, 9, 29).getTime()),
    ]
    expect(withDays(rows, 'newest', now).map((item) => (item.kind === 'day' ? item.label : item.id))).toEqual([
      'Today',
      'a',
      'This week',
      'b',
      'c',
      'October',
      'd',
      'e',
      'October 2023',
      'f',
    ])
  })

  test('a rule stands only between two rows', () => {
    const rows = [row('a', now), row('b', now), row('c', now - 40 * 86_400_000)]
    expect(withDays(rows, 'newest', now).flatMap((item) => (item.kind === 'row' ? [item.follows] : []))).toEqual([
      false,
      true,
      false,
    ])
  })

  test('titles have no days', () => {
    expect(withDays([row('a', now)], 'title', now).every((item) => item.kind === 'row')).toBe(true)
  })
})
