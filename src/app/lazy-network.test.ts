import { expect, it } from 'vitest'
import { lazyNetwork } from './lazy-network.ts'
import type { Network } from './network-api.ts'

/** Nothing of it is used: only whether it is the one that was composed. */
const NETWORK = {} as Network

it('is composed once, and tells everybody once, whenever they ask', async () => {
  let times = 0
  const told: string[] = []
  const network = lazyNetwork(() => {
    times++
    return Promise.resolve(NETWORK)
  })
  network.whenLoaded(() => told.push('before'))
  network.whenLoaded(() => told.push('stopped'))()
  expect(times).toBe(0)
  const loading = network.load()
  network.whenLoaded(() => told.push('during'))
  expect(await Promise.all([loading, network.load()])).toEqual([NETWORK, NETWORK])
  network.whenLoaded(() => told.push('after'))
  expect(told).toEqual(['before', 'during', 'after'])
  expect(times).toBe(1)
})

it('is composed again after it could not be, and then tells who waits', async () => {
  let times = 0
  const told: Network[] = []
  const network = lazyNetwork(() =>
    ++times === 1 ? Promise.reject(new Error('no database')) : Promise.resolve(NETWORK),
  )
  network.whenLoaded((one) => told.push(one))
  await expect(network.load()).rejects.toThrow('no database')
  expect(told).toEqual([])
  expect(await network.load()).toBe(NETWORK)
  expect(told).toEqual([NETWORK])
})
