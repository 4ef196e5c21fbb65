import { describe, expect, it } from 'vitest'
import { BadChallenge, parseChallenges } from './challenges.ts'

describe('reading WWW-Authenticate', () => {
  it.each([
    ['Bearer', [['bearer', {}]]],
    ['Basic realm="a, b"', [['basic', { realm: 'a, b' }]]],
    ['Bearer realm=api, error="invalid_token"', [['bearer', { realm: 'api', error: 'invalid_token' }]]],
    [
      'Negotiate YII+/a==, Basic realm="x \\" y" ',
      [
        ['negotiate', {}],
        ['basic', { realm: 'x " y' }],
      ],
    ],
    [
      'Negotiate, NTLM,, Basic realm = "z"',
      [
        ['negotiate', {}],
        ['ntlm', {}],
        ['basic', { realm: 'z' }],
      ],
    ],
    [
      'Newauth realm="apps", type=1, title="Login", Basic realm="simple"',
      [
        ['newauth', { realm: 'apps', type: '1', title: 'Login' }],
        ['basic', { realm: 'simple' }],
      ],
    ],
  ])('reads %s', (value, expected) => {
    const read = parseChallenges(value).map(({ scheme, parameters }) => [
      scheme,
      Object.fromEntries(parameters),
    ])
    expect(read).toEqual(expected)
  })

  it.each([
    '',
    'Basic realm=the api',
    'Bearer realm="a" error="b"',
    'Basic realm="a", realm="b"',
    'Basic realm="a',
    'Bearer: realm="a"',
    '"Bearer"',
  ])('refuses %s', (value) => {
    expect(() => parseChallenges(value)).toThrow(BadChallenge)
  })
})
