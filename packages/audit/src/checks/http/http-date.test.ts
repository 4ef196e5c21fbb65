import { expect, it } from 'vitest'
import { parseHttpDate, toHttpDate } from './http-date.ts'

it('reads the date that a server has to write', () => {
  expect(parseHttpDate('Sun, 06 Nov 1994 08:49:37 GMT')).toBe(Date.UTC(1994, 10, 6, 8, 49, 37))
  expect(parseHttpDate(toHttpDate(1_000_000_000_000))).toBe(1_000_000_000_000)
})

it.each([
  ['the form of RFC 850', 'Sunday, 06-Nov-94 08:49:37 GMT'],
  ['that of asctime', 'Sun Nov  6 08:49:37 1994'],
  ['ISO 8601', '1994-11-06T08:49:37Z'],
  ['another zone', 'Sun, 06 Nov 1994 08:49:37 +0000'],
  ['a wrong weekday', 'Mon, 06 Nov 1994 08:49:37 GMT'],
  ['a day that does not exist', 'Wed, 30 Feb 1994 08:49:37 GMT'],
  ['one digit for the day', 'Sun, 6 Nov 1994 08:49:37 GMT'],
])('refuses %s', (_, value) => {
  expect(parseHttpDate(value)).toBeUndefined()
})
