import { expect, test } from 'vitest'
import { hasMarkers, merge } from './merge.ts'

const lines = (text: string): string => text.split(' ').join('\n')

test.each([
  ['nothing changed', 'a b c', 'a b c', 'a b c', 'a b c'],
  ['only mine changed', 'a b c', 'a x c', 'a b c', 'a x c'],
  ['only theirs changed', 'a b c', 'a b c', 'a b y', 'a b y'],
  ['both changed, in different places', 'a b c d', 'x b c d', 'a b c y', 'x b c y'],
  ['both changed alike', 'a b c', 'a x c', 'a x c', 'a x c'],
  ['each added at another end', 'b', 'a b', 'b c', 'a b c'],
  ['one removed, the other added elsewhere', 'a b c d', 'a c d', 'a b c d e', 'a c d e'],
])('%s: merged without asking', (_, base, mine, theirs, expected) => {
  expect(merge(lines(base), lines(mine), lines(theirs))).toEqual({ text: lines(expected), clean: true })
})

test('the same place changed on both sides keeps both, marked', () => {
  const { text, clean } = merge('a\nb\nc', 'a\nmine\nc', 'a\ntheirs\nc')
  expect(clean).toBe(false)
  expect(text).toBe('a\n<<<<<<< mine\nmine\n=======\ntheirs\n>>>>>>> theirs\nc')
  expect(hasMarkers(text)).toBe(true)
})

test('two notes begun from nothing keep both', () => {
  const { text, clean } = merge('', 'mine', 'theirs')
  expect(clean).toBe(false)
  expect(text).toContain('mine')
  expect(text).toContain('theirs')
})

test('a rule of equals signs is not a marker', () => {
  expect(hasMarkers('Title\n=======\n')).toBe(false)
})
