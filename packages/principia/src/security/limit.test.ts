import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLimiter, networkOf, parseLimit, type Limit } from './index.ts'

const limit = (count: number, period: number): Limit => ({ count, period, per: 'address' })

describe('a limit', () => {
  it.each([
    ['60/min', { count: 60, period: 60_000, per: 'address' }],
    ['5/s per user', { count: 5, period: 1000, per: 'user' }],
    ['1000/day per address', { count: 1000, period: 86_400_000, per: 'address' }],
    ['1/h', { count: 1, period: 3_600_000, per: 'address' }],
  ])('"%s" is read', (text, read) => {
    expect(parseLimit(text)).toEqual(read)
  })

  it.each([
    '',
    '60',
    '0/min',
    '-1/s',
    '1.5/s',
    '60/minute',
    '60 / min',
    '60/min per session',
    'x/s',
    '60/min ',
  ])('"%s" is refused', (text) => {
    expect(() => parseLimit(text)).toThrow('is not a limit; write it like')
  })
})

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
      { allowed: true, remaining: 1, retryAfter: 0, reset: 5 },
      { allowed: true, remaining: 0, retryAfter: 0, reset: 10 },
      { allowed: false, remaining: 0, retryAfter: 5, reset: 10 },
      { allowed: true, remaining: 1, retryAfter: 0, reset: 5 },
      { allowed: false, remaining: 0, retryAfter: 1, reset: 6 },
      { allowed: true, remaining: 0, retryAfter: 0, reset: 10 },
      { allowed: true, remaining: 1, retryAfter: 0, reset: 5 },
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
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), gaps, (count, waits) => {
        const period = 1000
        const ask = createLimiter(limit(count, period))
        let now = 0
        const allowed: number[] = []
        for (const wait of waits) if (ask('a', (now += wait)).allowed) allowed.push(now)
        for (const [first, start] of allowed.entries()) {
          for (const [more, end] of allowed.slice(first).entries()) {
            expect(more + 1).toBeLessThanOrEqual(count + ((end - start) * count) / period + 0.01)
          }
          expect(allowed.filter((time) => time >= start && time < start + period).length).toBeLessThan(
            2 * count + 1,
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
        const { retryAfter, allowed } = ask('a', now)
        expect([allowed, retryAfter > 0]).toEqual([false, true])
        expect(ask('a', now + retryAfter * 1000).allowed).toBe(true)
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
