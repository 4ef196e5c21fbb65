import { expect, test } from 'vitest'
import { median, percentile, spread } from './statistics.ts'

test('the median does not depend on order, and lies between the two middle values', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(() => median([])).toThrow(RangeError)
})

test('a percentile is a value that occurred', () => {
  const values = Float64Array.from({ length: 100 }, (_, index) => 100 - index)
  expect(percentile(values, 0.5)).toBe(50)
  expect(percentile(values, 0.99)).toBe(99)
  expect(percentile(values, 0)).toBe(1)
  expect(percentile(Float64Array.of(7), 0.99)).toBe(7)
})

test('the spread is that of the middle half', () => {
  expect(spread([90, 3, 1, 2, 4])).toEqual({ median: 3, lower: 2, upper: 4 })
})
