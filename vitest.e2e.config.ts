import { defineConfig } from 'vitest/config'

/** Journeys with more than one browser: they meet within seconds, so nothing else may take the processor meanwhile. */
const MEETING = ['tests/e2e/room-*.test.ts', 'tests/e2e/main-journey.test.ts']
const shared = { environment: 'node', testTimeout: 120_000, hookTimeout: 120_000 } as const

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'one browser',
          include: ['tests/e2e/**/*.test.ts'],
          exclude: MEETING,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: 'browsers that meet',
          include: MEETING,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
