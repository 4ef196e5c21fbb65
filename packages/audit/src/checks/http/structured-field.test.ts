import { describe, expect, it } from 'vitest'
import { parseStructured, type StructuredKind } from './structured-field.ts'

describe('structured fields', () => {
  it.each<[StructuredKind, string]>([
    ['item', '@1688169599'],
    ['item', '"a \\"quoted\\" text"; charset=utf-8'],
    ['item', '?1'],
    ['item', '%"caf%c3%a9"'],
    ['list', ''],
    ['list', '"default";r=50;t=30, "burst";r=5'],
    ['list', '("a" b;x=1);y, 1.5 '],
    ['dictionary', 'u=2, i'],
    ['dictionary', 'geolocation=(), camera=(self "https://a.example")'],
    ['dictionary', 'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:'],
  ])('takes the %s %s', (kind, value) => {
    expect(parseStructured(kind, value)).toBeDefined()
  })

  it.each<[StructuredKind, string]>([
    ['item', 'Sun, 06 Nov 1994 08:49:37 GMT'],
    ['item', '1.'],
    ['item', '1234567890123456'],
    ['item', '"open'],
    ['item', "'single'"],
    ['list', 'a,'],
    ['list', '(a b'],
    ['dictionary', 'Upper=1'],
    ['dictionary', 'a=1 b=2'],
    ['dictionary', "camera 'none'; geolocation 'self'"],
  ])('refuses the %s %s', (kind, value) => {
    expect(parseStructured(kind, value)).toBeUndefined()
  })

  it('tells keys, items and parameters apart', () => {
    expect(parseStructured('dictionary', 'a=(1 "b");c=?0, d')).toEqual([
      {
        key: 'a',
        items: [
          { type: 'integer', value: 1 },
          { type: 'string', value: 'b' },
        ],
        parameters: new Map([['c', { type: 'boolean', value: false }]]),
      },
      { key: 'd', items: [{ type: 'boolean', value: true }], parameters: new Map() },
    ])
  })
})
