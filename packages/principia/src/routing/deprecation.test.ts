import { describe, expect, it } from 'vitest'
import { compileDeprecation } from './deprecation.ts'

describe('a deprecation', () => {
  it('says since when, until when and where to read on', () => {
    const { headers, goneAt } = compileDeprecation({
      since: '2026-05-01',
      sunset: new Date('2027-05-01T12:00:00Z'),
      link: 'https://example.org/docs/v2',
      successor: '/v2/parcels',
    })
    expect(headers).toEqual([
      'Deprecation',
      '@1777593600',
      'Sunset',
      'Sat, 01 May 2027 12:00:00 GMT',
      'Link',
      '<https://example.org/docs/v2>; rel="deprecation", <https://example.org/docs/v2>; rel="sunset", ' +
        '</v2/parcels>; rel="successor-version"',
    ])
    expect(goneAt).toBe(Number.POSITIVE_INFINITY)
  })

  it('ends what it belongs to only when told so', () => {
    expect(compileDeprecation({ since: '2026-05-01', sunset: '2027-05-01', gone: true }).goneAt).toBe(
      Date.UTC(2027, 4, 1),
    )
  })

  it('without a date has nothing that an answer could carry', () => {
    expect(compileDeprecation(true).headers).toEqual([])
  })

  it.each([
    ['a sunset before its beginning', { since: '2026-05-02', sunset: '2026-05-01' }, 'before `since`'],
    ['an end without a time', { since: '2026-05-01', gone: true }, 'needs a `sunset`'],
    ['a time that is no day', { since: 'May 1st' }, 'a day such as'],
    ['a day that does not exist', { since: '2026-02-30' }, 'a day such as'],
    [
      'an address that begins another header',
      { since: '2026-05-01', link: '/a>; rel="x"\r\nX: y' },
      'address',
    ],
  ])('refuses %s', (_name, deprecation, why) => {
    expect(() => compileDeprecation(deprecation)).toThrow(why)
  })
})
