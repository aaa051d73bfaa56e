import fc from 'fast-check'
import { expect, it } from 'vitest'
import { configure, create } from './schema.ts'
import { memoryFile } from './sqlite.ts'
import { timeId } from './time-id.ts'

const file = await memoryFile()

it('ids are free, lie in or soon after their minute, and rise with time across minutes that are not full', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 40 }), { maxLength: 60 }), (minutes) => {
      const sql = file.open()
      configure(sql)
      create(sql, 'library')
      const given = minutes.map((minute) => {
        const id = timeId(sql, 'message', minute * 60_000 + 1)
        sql.run("INSERT INTO message VALUES(?, 1, 'x', 0, 0, 0, 0, 0)", [id])
        return { minute: Math.max(0, minute), id }
      })
      sql.close()
      expect(new Set(given.map(({ id }) => id)).size).toBe(given.length)
      for (const { minute, id } of given) {
        expect(id).toBeGreaterThanOrEqual(minute * 8)
        const alike = given.filter((other) => other.minute === minute).length
        if (alike <= 3) expect(id).toBeLessThan(minute * 8 + 64)
      }
    }),
    { numRuns: 40 },
  )
})

it('thousands of documents of one moment each find a place after a few tries', () => {
  const sql = file.open()
  configure(sql)
  create(sql, 'library')
  const ids = new Set<number>()
  for (let n = 0; n < 5_000; n++) {
    const id = timeId(sql, 'message', 60_000)
    sql.run("INSERT INTO message VALUES(?, 1, 'x', 0, 0, 0, 0, 0)", [id])
    ids.add(id)
  }
  sql.close()
  expect(ids.size).toBe(5_000)
  expect(Math.max(...ids)).toBeLessThan(100_000)
})
