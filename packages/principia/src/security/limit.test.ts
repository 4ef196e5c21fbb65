import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLimiter, networkOf, type Rate } from './index.ts'

const limit = (count: number, period: number, burst = count): Rate => ({ count, period, burst })

describe('the limiter', () => {
  it('tells what is left, and when there will be more', () => {
    const ask = createLimiter(limit(2, 10_000))
    expect([
      ask('a', 0),
      ask('a', 0),
      ask('a', 0),
      ask('b', 0),
      ask('a', 4999),
      ask('a', 5000),
      ask('a', 30_000),
    ]).toEqual([
      { allowed: true, remaining: 1, wait: 0, reset: 5000 },
      { allowed: true, remaining: 0, wait: 0, reset: 10_000 },
      { allowed: false, remaining: 0, wait: 5000, reset: 10_000 },
      { allowed: true, remaining: 1, wait: 0, reset: 5000 },
      { allowed: false, remaining: 0, wait: 1, reset: 5001 },
      { allowed: true, remaining: 0, wait: 0, reset: 10_000 },
      { allowed: true, remaining: 1, wait: 0, reset: 5000 },
    ])
  })

  it('allows a whole burst at any time, whatever fractions it comes to', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.double({ min: 0, max: 1e10, noNaN: true }),
        (count, now) => {
          const ask = createLimiter(limit(count, 1000))
          const verdicts = Array.from({ length: count + 1 }, () => ask('a', now))
          expect(verdicts.findIndex(({ allowed }) => !allowed)).toBe(count)
          expect(verdicts.map(({ remaining }) => remaining)).toEqual(
            [...Array(count).keys(), 0].map((_, at) => Math.max(0, count - 1 - at)),
          )
        },
      ),
    )
  })

  it('allows no more in any stretch of time than the burst and what has been refilled', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 60 })
    const small = fc.integer({ min: 1, max: 7 })
    fc.assert(
      fc.property(small, small, gaps, (count, burst, waits) => {
        const period = 1000
        const ask = createLimiter(limit(count, period, burst))
        let now = 0
        const allowed: number[] = []
        for (const wait of waits) if (ask('a', (now += wait)).allowed) allowed.push(now)
        for (const [first, start] of allowed.entries()) {
          for (const [more, end] of allowed.slice(first).entries()) {
            expect(more + 1).toBeLessThanOrEqual(burst + ((end - start) * count) / period + 0.01)
          }
          expect(allowed.filter((time) => time >= start && time < start + period).length).toBeLessThanOrEqual(
            burst + count,
          )
        }
      }),
    )
  })

  it('lets one in again exactly when it said so', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 1e6 }), (count, now) => {
        const ask = createLimiter(limit(count, 60_000))
        for (let asked = 0; asked < count; asked++) ask('a', now)
        const { wait, allowed } = ask('a', now)
        expect([allowed, wait > 0]).toEqual([false, true])
        expect(ask('a', now + wait).allowed).toBe(true)
      }),
    )
  })

  it('forgets those who have been quiet, and never more than it must', () => {
    const ask = createLimiter(limit(1, 1000))
    ask('first', 0)
    for (let caller = 0; caller < 99_999; caller++) ask(`c${caller}`, 0.5)
    expect(ask('first', 999).allowed).toBe(false)
    ask('one more', 999)
    expect(ask('first', 999).allowed).toBe(true)
    expect(ask('c99998', 999).allowed).toBe(false)
  })
})

describe('the network of an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1', 'fe80:0:0:0'],
    ['', ''],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})
