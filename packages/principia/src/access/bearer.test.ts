import { describe, expect, it } from 'vitest'
import { bearerInvalid, bearerRequired, bearerToken, sameSecret } from './index.ts'

describe('a bearer token', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer abc', 'abc'],
    ['BEARER   abc.d-e_f~g+h/i==', 'abc.d-e_f~g+h/i=='],
    [undefined, undefined],
    ['', undefined],
    ['Bearer', undefined],
    ['Bearer ', undefined],
    ['Bearer a b', undefined],
    ['Bearer a=b', undefined],
    ['Bearer é', undefined],
    ['Basic abc', undefined],
    ['XBearer abc', undefined],
    [`Bearer${' '.repeat(10_000)}`, undefined],
  ])('of %s is %s', (header, token) => {
    expect(bearerToken(header)).toBe(token)
  })

  it('that is missing is asked for by name', () => {
    expect(bearerRequired('No.')).toMatchObject({
      status: 401,
      detail: 'No.',
      headers: { 'www-authenticate': 'Bearer' },
    })
  })

  it('that is wrong is told from none', () => {
    expect(bearerInvalid('Expired.')).toMatchObject({
      status: 401,
      detail: 'Expired.',
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    })
  })
})

describe('secrets', () => {
  it.each([
    ['a', 'a', true],
    ['a', 'b', false],
    ['a', 'aa', false],
    ['', '', true],
    ['é', 'é', true],
    ['a', 'a\0', false],
    ['a\0', 'a', false],
    ['x'.repeat(1000), 'x'.repeat(1000), true],
    ['x'.repeat(1000), 'x'.repeat(999), false],
    ['x'.repeat(1000), 'x', false],
    ['x', 'x'.repeat(1000), false],
    ['€'.repeat(170), '€'.repeat(170), true],
    ['€'.repeat(169) + 'a', '€'.repeat(169) + 'b', false],
  ])('"%s" and "%s" are the same: %s', (given, expected, same) => {
    expect(sameSecret(given, expected)).toBe(same)
  })
})
