import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { throttle } from './throttle.ts'

describe('throttle', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('works at once, at most once an interval, and always once after the last call', () => {
    const work = vi.fn()
    const call = throttle(100, work)
    call()
    call()
    call()
    expect(work).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(100)
    expect(work).toHaveBeenCalledTimes(2)
    vi.advanceTimersByTime(500)
    expect(work).toHaveBeenCalledTimes(2)
    call()
    expect(work).toHaveBeenCalledTimes(3)
  })

  it('does at once what waits when it is flushed, and nothing where nothing waits', () => {
    const work = vi.fn()
    const call = throttle(100, work)
    call.flush()
    expect(work).toHaveBeenCalledTimes(0)
    call()
    call()
    call.flush()
    expect(work).toHaveBeenCalledTimes(2)
    call.flush()
    vi.advanceTimersByTime(500)
    expect(work).toHaveBeenCalledTimes(2)
  })
})
