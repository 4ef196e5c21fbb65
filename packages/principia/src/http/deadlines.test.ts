import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchDeadlines, type Expiring } from './deadlines.ts'

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearInterval', 'performance'] }),
)
afterEach(() => void vi.useRealTimers())

function watched() {
  const inFlight = new Map<Expiring, string>()
  const expired: string[] = []
  const expireAfter = watchDeadlines(inFlight, (_one, name) => expired.push(name))
  const begin = (name: string, milliseconds: number): Expiring => {
    const one = { expiresAt: Number.POSITIVE_INFINITY }
    inFlight.set(one, name)
    expireAfter(one, milliseconds, performance.now())
    return one
  }
  return { inFlight, expired, begin }
}

it.each([50, 999, 1000, 30_000])(
  'after %i milliseconds what is still in flight expires, once',
  (deadline) => {
    const { expired, begin } = watched()
    begin('slow', deadline)
    vi.advanceTimersByTime(deadline - 1)
    expect(expired).toEqual([])
    vi.advanceTimersByTime(101)
    expect(expired).toEqual(['slow'])
    vi.advanceTimersByTime(60_000)
    expect(expired).toEqual(['slow'])
  },
)

it.each([50, 5000])('what was answered within its %i milliseconds does not expire', (deadline) => {
  const { inFlight, expired, begin } = watched()
  inFlight.delete(begin('quick', deadline))
  vi.advanceTimersByTime(60_000)
  expect(expired).toEqual([])
})

it('an endless one never expires', () => {
  const { expired, begin } = watched()
  begin('stream', Number.POSITIVE_INFINITY)
  begin('slow', 2000)
  vi.advanceTimersByTime(600_000)
  expect(expired).toEqual(['slow'])
})

it('the timer runs only while something is in flight, and starts again', () => {
  const { inFlight, expired, begin } = watched()
  const first = begin('first', 2000)
  expect(vi.getTimerCount()).toBe(1)
  inFlight.delete(first)
  vi.advanceTimersByTime(100)
  expect(vi.getTimerCount()).toBe(0)
  begin('second', 2000)
  vi.advanceTimersByTime(2100)
  expect(expired).toEqual(['second'])
})
