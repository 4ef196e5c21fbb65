import { expect, test } from 'vitest'
import { decodeCbor, encodeCbor, Tagged, UnknownTag } from './cbor.ts'

test('what JSON can say comes back equal', () => {
  const value = {
    text: 'é 😀',
    list: [0, 23, 24, -1, -500, 70_000, 1.5, 2 ** 40, true, false, null],
    long: 'l'.repeat(300),
    inner: { empty: {} },
  }
  expect(decodeCbor(encodeCbor(value))).toEqual(value)
})

test('the examples of RFC 8949 appendix A are read', () => {
  const read = (hex: string) => decodeCbor(Buffer.from(hex, 'hex'))
  expect(read('1bffffffffffffffff')).toBe(18446744073709551615n)
  expect(read('f93c00')).toBe(1)
  expect(read('f90001')).toBe(5.960464477539063e-8)
  expect(read('fa47c35000')).toBe(100_000)
  expect(read('9f018202039f0405ffff')).toEqual([1, [2, 3], [4, 5]])
  expect(read('bf61610161629f0203ffff')).toEqual({ a: 1, b: [2, 3] })
  expect(read('7f657374726561646d696e67ff')).toBe('streaming')
  expect(read('c074323031332d30332d32315432303a30343a30305a')).toBe('2013-03-21T20:04:00Z')
})

test('what is none, or has a tag that is not known, is refused', () => {
  expect(() => decodeCbor(Buffer.from('9affffffff01', 'hex'))).toThrow(RangeError)
  expect(() => decodeCbor(Buffer.from('0000', 'hex'))).toThrow(RangeError)
  expect(() => decodeCbor(encodeCbor(new Tagged(28, 'a')))).toThrow(UnknownTag)
})
