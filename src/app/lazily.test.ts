import { expect, it } from 'vitest'
import { lazily } from './lazily.ts'

interface Sums {
  add(a: number, b: number): Promise<number>
  fail(): Promise<never>
}
const sums: Sums = {
  add: (a, b) => Promise.resolve(a + b),
  fail: () => Promise.reject(new Error('as it is')),
}

it('loads once, at the first call, and passes on what is given, answered and rejected', async () => {
  let loads = 0
  const lazy = lazily<Sums>(() => {
    loads++
    return Promise.resolve(sums)
  })
  expect(loads).toBe(0)
  expect(await Promise.all([lazy.add(1, 2), lazy.add(3, 4)])).toEqual([3, 7])
  await expect(lazy.fail()).rejects.toThrow('as it is')
  expect(loads).toBe(1)
})

it('tries again after code could not be loaded', async () => {
  let loads = 0
  const lazy = lazily<Sums>(() => (++loads === 1 ? Promise.reject(new Error('offline')) : Promise.resolve(sums)))
  await expect(lazy.add(1, 1)).rejects.toThrow('offline')
  expect(await lazy.add(1, 1)).toBe(2)
})
