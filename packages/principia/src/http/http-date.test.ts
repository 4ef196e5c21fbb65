import { describe, expect, it, test } from 'vitest'
import { formatHttpDate, parseHttpDate } from './http-date.ts'

const moment = Date.UTC(1994, 10, 6, 8, 49, 37)

describe('RFC 9110 section 5.6.7', () => {
  it('a moment is written as IMF-fixdate, in whole seconds [9110-5.6.7-2, 9110-5.6.7-3]', () => {
    expect(formatHttpDate(moment + 999)).toBe('Sun, 06 Nov 1994 08:49:37 GMT')
    expect(formatHttpDate(new Date(moment))).toBe('Sun, 06 Nov 1994 08:49:37 GMT')
  })

  it.each(['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'])(
    'all three formats are read: %s [9110-5.6.7-1]',
    (text) => {
      expect(parseHttpDate(text)).toBe(moment)
    },
  )

  it.each([
    ['Wed, 29 Feb 2028 12:00:00 GMT', Date.UTC(2028, 1, 29, 12)],
    ['Sat, 31 Dec 2016 23:59:60 GMT', Date.UTC(2017, 0, 1)],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['Mon, 01 Jan 0001 00:00:00 GMT', new Date('0001-01-01T00:00:00Z').getTime()],
    ['Sun Nov 16 08:49:37 1994', Date.UTC(1994, 10, 16, 8, 49, 37)],
  ])('%s', (text, read) => {
    expect(parseHttpDate(text)).toBe(read)
  })

  it.each([
    [94, 1994],
    [99, 1999],
    [0, 2000],
    [26, 2026],
    [76, 2076],
    [77, 1977],
  ])('the year %i, seen in 2026, is %i: never more than 50 years ahead [9110-5.6.7-4]', (digits, year) => {
    const text = `Sunday, 06-Nov-${String(digits).padStart(2, '0')} 08:49:37 GMT`
    expect(new Date(parseHttpDate(text, Date.UTC(2026, 6)) ?? 0).getUTCFullYear()).toBe(year)
  })

  it.each([
    '',
    '0',
    'yesterday',
    '1994-11-06T08:49:37Z',
    'Sun, 06 Nov 1994 08:49:37',
    'Sun, 06 Nov 1994 08:49:37 UTC',
    'Sun, 06 Nov 1994 08:49:37 +0000',
    'sun, 06 nov 1994 08:49:37 gmt',
    'Sun, 6 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 94 08:49:37 GMT',
    'Sun, 31 Apr 1994 08:49:37 GMT',
    'Sun, 29 Feb 2027 08:49:37 GMT',
    'Sun, 00 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 24:00:00 GMT',
    'Sun, 06 Nov 1994 08:60:00 GMT',
    'Sun, 06 Nov 1994 08:49:61 GMT',
    'Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT',
    ' Sun, 06 Nov 1994 08:49:37 GMT',
  ])('"%s" is no date, and is ignored', (text) => {
    expect(parseHttpDate(text)).toBeUndefined()
  })
})

test('what was written is read as the same second', () => {
  for (const time of [0, 951_782_400_000, Date.UTC(2099, 11, 31, 23, 59, 59)]) {
    expect(parseHttpDate(formatHttpDate(time))).toBe(time)
  }
})
