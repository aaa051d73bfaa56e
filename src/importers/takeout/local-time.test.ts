import { expect, test } from 'vitest'
import { readLocalTime } from './local-time.ts'

const AT = Date.UTC(2026, 6, 26, 6, 7, 57)

test.each([
  'Jul 26, 2026, 8:07:57\u202fAM CEST',
  'Jul 26, 2026, 6:07:57 AM UTC',
  'Jul 26, 2026, 6:07:57 AM GMT',
  'Jul 25, 2026, 11:07:57 PM PDT',
  'Jul 26, 2026, 11:37:57 AM GMT+05:30',
  '26 Jul 2026, 08:07:57 CEST',
  '26.07.2026, 08:07:57 MESZ',
  '26 juil. 2026, 08:07:57 UTC+2',
  '26 de jul. de 2026, 8:07:57 CEST',
  '2026/07/26 15:07:57 JST',
  '7/26/2026, 8:07:57 AM CEST',
])('%s', (text) => {
  expect(readLocalTime(text)).toEqual({ time: AT, zoneKnown: true })
})

test('noon, midnight and zones that are not known', () => {
  expect(readLocalTime('Jul 26, 2026, 12:00:00 AM UTC')?.time).toBe(Date.UTC(2026, 6, 26))
  expect(readLocalTime('Jul 26, 2026, 12:00:00 PM UTC')?.time).toBe(Date.UTC(2026, 6, 26, 12))
  expect(readLocalTime('Jul 26, 2026, 6:07:57 AM XYZ')).toEqual({ time: AT, zoneKnown: false })
  expect(readLocalTime('Jul 26, 2026, 6:07:57 AM')).toEqual({ time: AT, zoneKnown: false })
  expect(readLocalTime('২৬ জুলাই, 2026, 6:07:57 AM UTC')).toEqual({ time: undefined, zoneKnown: false })
})

test.each(['', 'at 8:07:57', 'Meet at 8:07 on Jul 26, 2026', 'Jul 26, 2026', `${'1'.repeat(100)}8:07:57`, '8:07:57'])(
  'is nothing in “%s”',
  (text) => {
    expect(readLocalTime(text)).toBeUndefined()
  },
)
