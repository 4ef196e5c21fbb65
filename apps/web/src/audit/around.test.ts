import { expect, test } from 'vitest'
import { around } from './around.ts'

test('what is marked is apart from what is around it', () => {
  expect(around('GET / HTTP/1.1', { from: 4, to: 5 })).toEqual({
    before: 'GET ',
    marked: '/',
    after: ' HTTP/1.1',
    skipped: 0,
    cut: 0,
  })
})

test('of much, what is shown is the beginning, or what is around a mark further on', () => {
  const bytes = 'x'.repeat(100)
  expect(around(bytes, undefined, 10)).toMatchObject({ after: 'x'.repeat(10), skipped: 0, cut: 90 })
  expect(around(bytes, { from: 50, to: 52 }, 8)).toEqual({
    before: 'xx',
    marked: 'xx',
    after: 'xxxx',
    skipped: 48,
    cut: 44,
  })
})

test.each([
  { from: -5, to: 2 },
  { from: 90, to: 2 },
  { from: 5, to: 1e9 },
])('a mark that is none of these bytes breaks nothing: %j', (mark) => {
  const { before, marked, after } = around('0123456789', mark)
  expect(before + marked + after).toBe('0123456789')
})
