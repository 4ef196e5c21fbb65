import { describe, expect, it } from 'vitest'
import { limitText, parseLimits, type LimitDeclaration } from './index.ts'

describe('a limit', () => {
  it.each<[string, object]>([
    ['60/min', { count: 60, period: 60_000, burst: 60, by: 'address', stage: 'arrival' }],
    ['5/s per user', { count: 5, period: 1000, burst: 5, by: 'user', stage: 'access' }],
    ['1000/day per address', { count: 1000, period: 86_400_000, by: 'address' }],
    ['1/h', { count: 1, period: 3_600_000 }],
    ['100/min burst 10', { count: 100, burst: 10, by: 'address' }],
    ['100/min per user burst 200', { count: 100, burst: 200, by: 'user' }],
  ])('"%s" is read', (text, read) => {
    expect(parseLimits(text)).toEqual([expect.objectContaining(read)])
  })

  it('with options is read, by the stage at which its caller is known', () => {
    const by = () => 'acme'
    expect(
      parseLimits([
        { count: 5, per: 'min', name: 'sign-in', by },
        { count: 5, per: 'min', by, before: 'body' },
      ]),
    ).toEqual([
      expect.objectContaining({ name: 'sign-in', count: 5, period: 60_000, burst: 5, stage: 'validation' }),
      expect.objectContaining({ name: undefined, stage: 'access' }),
    ])
  })

  it.each([
    '',
    '60',
    '0/min',
    '-1/s',
    '1.5/s',
    '60/minute',
    '60 / min',
    '60/min per session',
    'x/s',
    '60/min ',
    '60/min burst 10 per user',
  ])('"%s" is refused', (text) => {
    expect(() => parseLimits(text)).toThrow('is not a limit; write it like')
  })

  it.each<[string, LimitDeclaration, string]>([
    ['no count', { count: 0, per: 'min' }, 'whole numbers of at least 1; got 0'],
    ['no burst', '60/min burst 0', 'whole numbers of at least 1; got 0'],
    ['an unknown unit', { count: 1, per: 'week' as 'day' }, 'per s, min, h, day; got "week"'],
    ['a misspelt option', { count: 1, per: 's', brust: 2 } as never, 'did you mean "burst"?'],
    ['a name that a header could not carry', { count: 1, per: 's', name: 'a"b' }, 'kebab-case'],
    ['an unknown caller', { count: 1, per: 's', by: 'session' } as never, 'by a function of the context'],
    [
      'an address counted before the body',
      { count: 1, per: 's', before: 'body' },
      '`by` is a function; leave',
    ],
  ])('with %s is refused', (_name, declared, message) => {
    expect(() => parseLimits(declared)).toThrow(message)
  })

  it.each<[LimitDeclaration | undefined, string | undefined]>([
    [undefined, undefined],
    ['60/min', '60/min per address'],
    [
      ['5/s burst 9', { name: 'all', count: 9, per: 'h', by: () => 'x' }],
      '5/s per address burst 9, all: 9/h per key',
    ],
    ['many', '"many"'],
  ])('is shown to people: %j', (declared, text) => {
    expect(limitText(declared)).toBe(text)
  })
})
