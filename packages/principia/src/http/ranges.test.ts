import { describe, expect, it, test } from 'vitest'
import { selectRanges } from './ranges.ts'

const show = (field: string, size: number) => {
  const ranges = selectRanges(field, size)
  return typeof ranges === 'object' ? ranges.map(({ first, last }) => `${first}-${last}`).join(' ') : ranges
}

describe('RFC 9110 section 14.1.2: ranges of 10,000 bytes [9110-14.1.2-1]', () => {
  it.each([
    ['bytes=0-499', '0-499'],
    ['bytes=500-999', '500-999'],
    ['bytes=-500', '9500-9999'],
    ['bytes=9500-', '9500-9999'],
    ['bytes=0-0,-1', '0-0 9999-9999'],
    ['bytes= 0-999, 4500-5499, -1000', '0-999 4500-5499 9000-9999'],
    ['BYTES=0-0', '0-0'],
    ['bytes=9999-20000', '9999-9999'],
    ['bytes=0-99999999999999999999999', '0-9999'],
    ['bytes=-99999999999999999999999', '0-9999'],
    ['bytes=0-', '0-9999'],
    ['bytes=007-008', '7-8'],
    ['bytes=0-0,20000-', '0-0'],
    ['bytes=,, 1-2 ,,', '1-2'],
  ])('%s is %s', (field, ranges) => {
    expect(show(field, 10_000)).toBe(ranges)
  })

  it.each(['bytes=10000-', 'bytes=10000-10001', 'bytes=-0', 'bytes=-0, 99999-', `bytes=${'9'.repeat(400)}-`])(
    '%s names no byte',
    (field) => {
      expect(show(field, 10_000)).toBe('unsatisfiable')
    },
  )

  it.each([
    'bytes',
    'bytes=',
    'bytes=,',
    'bytes=-',
    'bytes=--1',
    'bytes=1',
    'bytes=a-b',
    'bytes=2-1',
    'bytes=0-1,2-1',
    'bytes=0-1;2-3',
    'bytes=0 - 1',
    'bytes=+0-1',
    'bytes=0x0-1',
    'bytes=0.5-1',
    'bytes =0-1',
    ' bytes=0-1',
    'lines=0-1',
    'seconds=0-1',
    '',
  ])('section 14.2: "%s" is ignored', (field) => {
    expect(show(field, 10_000)).toBeUndefined()
  })

  it('what is empty has no first byte, and its end cannot be named', () => {
    expect([show('bytes=0-', 0), show('bytes=-5', 0)]).toEqual(['unsatisfiable', undefined])
  })
})

describe('RFC 9110 section 15.3.7.2: what overlaps is sent once', () => {
  it.each([
    ['bytes=0-100,50-150', '0-150'],
    ['bytes=50-150,0-100', '0-150'],
    ['bytes=0-9,10-19', '0-19'],
    ['bytes=0-9,80-99', '0-99'],
    ['bytes=0-9,1000-1009', '0-9 1000-1009'],
    ['bytes=1000-1009,0-9', '1000-1009 0-9'],
    ['bytes=5000-5009,0-9,1000-1009,2000-5000', '2000-5009 0-9 1000-1009'],
    ['bytes=0-9,1000-1009,500-509,5-1000', '0-1009'],
    ['bytes=0-,0-,0-', '0-9999'],
  ])('%s is %s', (field, ranges) => {
    expect(show(field, 10_000)).toBe(ranges)
  })

  it('more than sixteen ranges are ignored: nobody means them', () => {
    const many = (count: number) =>
      `bytes=${Array.from({ length: count }, (_, index) => `${index * 500}-${index * 500}`).join(',')}`
    expect(show(many(16), 10_000)?.split(' ')).toHaveLength(16)
    expect(show(many(17), 10_000)).toBeUndefined()
    expect(show(`bytes=${'0-,'.repeat(5000)}`, 10_000)).toBeUndefined()
  })
})

test('however ranges overlap, no byte is sent twice and every one that was asked for is', () => {
  let seed = 1
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below
  for (let round = 0; round < 500; round++) {
    const asked = Array.from({ length: 1 + random(16) }, () => {
      const first = random(2000)
      return [first, Math.min(1999, first + random(200))] as const
    })
    const ranges = selectRanges(`bytes=${asked.map(([a, b]) => `${a}-${b}`).join(',')}`, 2000)
    const sent = new Map<number, number>()
    for (const { first, last } of ranges as { first: number; last: number }[]) {
      for (let byte = first; byte <= last; byte++) sent.set(byte, (sent.get(byte) ?? 0) + 1)
    }
    expect(Math.max(...sent.values())).toBe(1)
    for (const [first, last] of asked) expect(sent.has(first) && sent.has(last)).toBe(true)
  }
})
