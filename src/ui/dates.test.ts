import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayGroups, longDate, shortDate, timeOfDay } from './dates.ts'
import { num } from './words.ts'

const now = new Date(2026, 10, 24, 15, 0).getTime()
const at = (...parts: [number, number, number, number?, number?]): number => new Date(...parts).getTime()
const names = { today: 'Today', thisWeek: 'This week' }

describe('dates', () => {
  it('are as short as the distance allows', () => {
    expect(shortDate(at(2026, 10, 24, 9, 5), now)).toBe('09:05')
    expect(shortDate(at(2026, 10, 22), now)).toBe('Sun')
    expect(shortDate(at(2026, 9, 29), now)).toBe('29 Oct')
    expect(shortDate(at(2023, 2, 3), now)).toBe('Mar 2023')
  })

  it('are grouped by day, week, month and year', () => {
    const groupOf = dayGroups(now, names)
    expect(groupOf(at(2026, 10, 24))).toBe('Today')
    expect(groupOf(at(2026, 10, 18))).toBe('This week')
    expect(groupOf(at(2026, 10, 17, 23, 59))).toBe('November')
    expect(groupOf(at(2023, 2, 3))).toBe('March 2023')
  })

  it('are the same as the platform writes them, on any day', () => {
    const long = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
    const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
    const otherYear = at(1969, 0, 1)
    fc.assert(
      fc.property(fc.date({ min: new Date(1971, 0), max: new Date(2100, 0), noInvalidDate: true }), (date) => {
        expect(longDate(date.getTime(), otherYear)).toBe(long.format(date))
        expect(timeOfDay(date.getTime())).toBe(clock.format(date))
      }),
    )
  })
})

describe('num', () => {
  it('is the same as the platform writes it', () => {
    const numbers = new Intl.NumberFormat('en')
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(num(value)).toBe(numbers.format(value))
      }),
    )
    expect(num(1283.6)).toBe('1,284')
    expect(num(999)).toBe('999')
  })
})
