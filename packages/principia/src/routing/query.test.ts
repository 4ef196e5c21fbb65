import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseQuery } from './query.ts'

describe('a query string', () => {
  it.each([
    ['', {}],
    ['a=1', { a: '1' }],
    ['a=1&b=2', { a: '1', b: '2' }],
    ['a=1&a=2&a=3', { a: ['1', '2', '3'] }],
    ['a', { a: '' }],
    ['a=', { a: '' }],
    ['=a', { '': 'a' }],
    ['a=b=c', { a: 'b=c' }],
    ['&&a=1&&', { a: '1' }],
    ['a+b=c+d', { 'a b': 'c d' }],
    ['a=%2B%26%3D', { a: '+&=' }],
    ['a=%C3%A9', { a: 'é' }],
    ['a[]=1&a[0]=2', { 'a[]': '1', 'a[0]': '2' }],
    ['a=%0A', { a: '\n' }],
  ])('%s gives %j', (query, values) => {
    expect({ ...parseQuery(query) }).toEqual(values)
  })

  it.each(['%', 'a=%4', 'a=%zz', 'a=%ff', 'a=%c0%af', 'a=%ed%a0%80', '%ff=a', 'a=%00', 'a%00=b'])(
    '%s is refused',
    (query) => {
      expect(parseQuery(query)).toBeUndefined()
    },
  )

  it('has 1000 parameters at most', () => {
    expect(Object.keys(parseQuery('a=1&'.repeat(999) + 'b=1') ?? {})).toEqual(['a', 'b'])
    expect(parseQuery('a=1&'.repeat(1000) + 'b=1')).toBeUndefined()
  })

  it('takes __proto__ and constructor for names like others', () => {
    const values = parseQuery('__proto__=x&constructor=y&__proto__=z')
    expect(Object.getPrototypeOf(values)).toBeNull()
    expect(Object.entries(values ?? {})).toEqual([
      ['__proto__', ['x', 'z']],
      ['constructor', 'y'],
    ])
  })

  it('is read as URLSearchParams reads it, where that is valid', () => {
    const text = fc
      .string({ unit: 'grapheme' })
      .filter((value) => value.isWellFormed() && !value.includes('\0'))
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 10 }), (pairs) => {
        const params = new URLSearchParams(pairs)
        const values = parseQuery(params.toString()) ?? {}
        for (const name of new Set(params.keys())) expect([values[name]].flat()).toEqual(params.getAll(name))
      }),
    )
  })
})
