import { expect, it } from 'vitest'
import { Headers1 } from '../../wire/answer.ts'
import { directivesOf, freshness, isShareable } from './cache-control.ts'

it('reads directives, whose arguments may be in quotes', () => {
  expect(directivesOf('Public, max-age=60, no-cache="Set-Cookie, X"')).toEqual([
    { name: 'public', argument: undefined },
    { name: 'max-age', argument: '60' },
    { name: 'no-cache', argument: '"Set-Cookie, X"' },
  ])
})

it.each([
  ['max-age=60', 60],
  ['max-age=60, s-maxage=5', 5],
  ['no-store, max-age=60', 0],
  ['private', 0],
])('%s is fresh for %i seconds', (value, seconds) => {
  expect(freshness(saying(value))).toBe(seconds)
})

it('keeps what was asked with credentials from shared caches, unless it says otherwise', () => {
  expect(isShareable(saying('max-age=60'), false)).toBe(true)
  expect(isShareable(saying('max-age=60'), true)).toBe(false)
  expect(isShareable(saying('public, max-age=60'), true)).toBe(true)
  expect(isShareable(saying('private, max-age=60'), false)).toBe(false)
})

function saying(value: string) {
  return { headers: new Headers1([['Cache-Control', value]]) }
}
