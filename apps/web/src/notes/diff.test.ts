import { expect, test } from 'vitest'
import { diff, sideBySide } from './diff.ts'

const apply = (a: string, b: string): string =>
  diff(a.split(''), b.split(''))
    .map(({ kind, items }) => ({ same: '', removed: '-', added: '+' })[kind] + items.join(''))
    .join('|')

test.each([
  ['', '', ''],
  ['abc', 'abc', 'abc'],
  ['abc', 'axc', 'a|-b|+x|c'],
  ['', 'ab', '+ab'],
  ['ab', '', '-ab'],
  ['abcd', 'bcde', '-a|bcd|+e'],
  ['aa', 'a', 'a|-a'],
])('%s to %s', (a, b, expected) => {
  expect(apply(a, b)).toBe(expected)
})

test('both sides can be read back from the edits', () => {
  let seed = 7
  const random = (n: number): number => (seed = (seed * 48271) % 2147483647) % n
  for (let round = 0; round < 200; round++) {
    const a = Array.from({ length: random(12) }, () => random(4))
    const b = Array.from({ length: random(12) }, () => random(4))
    const edits = diff(a, b)
    expect(edits.filter(({ kind }) => kind !== 'added').flatMap(({ items }) => items)).toEqual(a)
    expect(edits.filter(({ kind }) => kind !== 'removed').flatMap(({ items }) => items)).toEqual(b)
  }
})

test('texts too large to compare count as replaced, at once', () => {
  const a = Array.from({ length: 5000 }, (_, i) => `a${i}`)
  const b = Array.from({ length: 5000 }, (_, i) => `b${i}`)
  expect(diff(a, b).map(({ kind }) => kind)).toEqual(['removed', 'added'])
})

test('a changed line is shown beside its other version, the differing words marked', () => {
  expect(sideBySide('one\ntwo three\nfour', 'one\ntwo 3\nfour')).toEqual([
    { left: [{ text: 'one', changed: false }], right: [{ text: 'one', changed: false }], changed: false },
    {
      left: [
        { text: 'two ', changed: false },
        { text: 'three', changed: true },
      ],
      right: [
        { text: 'two ', changed: false },
        { text: '3', changed: true },
      ],
      changed: true,
    },
    { left: [{ text: 'four', changed: false }], right: [{ text: 'four', changed: false }], changed: false },
  ])
})

test('a line on one side alone faces nothing', () => {
  const rows = sideBySide('a\nb', 'a')
  expect(rows.map(({ left, right }) => [left !== null, right !== null])).toEqual([
    [true, true],
    [true, false],
  ])
})
