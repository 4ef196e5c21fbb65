import { describe, expect, it } from 'vitest'
import { Headers1, type Answer } from '../../wire/answer.ts'
import { readRateLimit } from './ratelimit-fields.ts'

function read(...fields: [string, string][]) {
  return readRateLimit({ headers: new Headers1(fields) } as Answer)
}

describe('reading RateLimit', () => {
  it('reads the fields of the draft', () => {
    expect(
      read(
        ['RateLimit-Policy', '"burst";q=100;w=60,"daily";q=1000;w=86400'],
        ['RateLimit', '"burst";r=50;t=30, "daily";r=900'],
      ),
    ).toEqual({
      left: [
        { policy: 'burst', remaining: 50, reset: 30 },
        { policy: 'daily', remaining: 900, reset: undefined },
      ],
      quotas: new Map([
        ['burst', 100],
        ['daily', 1000],
      ]),
      faults: [],
    })
  })

  it.each([
    [[['RateLimit', 'limit=100, remaining=50, reset=30']]],
    [
      [
        ['RateLimit-Limit', '100, 100;w=60'],
        ['RateLimit-Remaining', '50'],
        ['RateLimit-Reset', '30'],
      ],
    ],
  ] as [[string, string][]][])('reads the older %j', (fields) => {
    expect(read(...fields)).toEqual({
      left: [{ policy: '', remaining: 50, reset: 30 }],
      quotas: new Map([['', 100]]),
      faults: [],
    })
  })

  it.each([
    [['RateLimit', '50']],
    [['RateLimit', '"a";r=many']],
    [['RateLimit', '"a";r=5;t=soon']],
    [['RateLimit-Remaining', '-1']],
  ] as [[string, string]][])('refuses %j', (field) => {
    expect(read(field)?.faults).toHaveLength(1)
  })

  it('does not read what has no definition', () => {
    expect(read(['X-RateLimit-Remaining', 'a few'])).toBeUndefined()
  })
})
