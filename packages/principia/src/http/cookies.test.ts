import { describe, expect, it } from 'vitest'
import { parseCookies, serializeCookie, type CookieOptions } from './cookies.ts'

describe('a Cookie header', () => {
  it.each([
    [undefined, {}],
    ['', {}],
    ['a=1; b=2', { a: '1', b: '2' }],
    ['a=1;b=2', { a: '1', b: '2' }],
    ['  a = 1 ;', { a: '1' }],
    ['a="quoted"', { a: 'quoted' }],
    ['a="', { a: '"' }],
    ['a=b=c', { a: 'b=c' }],
    ['a=', { a: '' }],
    ['a; =x; ;;', {}],
    ['a=first; a=second', { a: 'first' }],
    ['a=%20', { a: '%20' }],
  ])('%s gives %j', (header, cookies) => {
    expect({ ...parseCookies(header) }).toEqual(cookies)
  })

  it('may name what objects have already', () => {
    const cookies = parseCookies('__proto__=x; constructor=y')
    expect(Object.getPrototypeOf(cookies)).toBeNull()
    expect(Object.entries(cookies)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
  })
})

describe('a Set-Cookie header', () => {
  it.each<[string, CookieOptions, string]>([
    ['safe unless told otherwise', {}, 's=v; Path=/; HttpOnly; Secure; SameSite=Lax'],
    ['with an end', { maxAge: 60.9 }, 's=v; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax'],
    ['deleted', { maxAge: 0 }, 's=v; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax'],
    [
      'with everything changed',
      { path: '/a', httpOnly: false, secure: false, sameSite: 'strict' },
      's=v; Path=/a; SameSite=Strict',
    ],
    ['for other sites', { sameSite: 'none' }, 's=v; Path=/; HttpOnly; Secure; SameSite=None'],
    [
      'until a date, for all hosts of a domain',
      { expires: new Date(0), domain: 'example.org' },
      's=v; Domain=example.org; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=Lax',
    ],
    [
      'kept apart in each embedding site',
      { sameSite: 'none', partitioned: true },
      's=v; Path=/; HttpOnly; Secure; SameSite=None; Partitioned',
    ],
  ])('%s', (_name, options, header) => {
    expect(serializeCookie('s', 'v', options)).toBe(header)
  })

  it.each<[string, string, string, CookieOptions]>([
    ['an empty name', '', 'v', {}],
    ['a name with a space', 'a b', 'v', {}],
    ['a name with an equals sign', 'a=b', 'v', {}],
    ['a value that begins an attribute', 's', 'v; Domain=evil.test', {}],
    ['a value that begins a header', 's', 'v\r\nX: y', {}],
    ['a value with a comma', 's', 'a,b', {}],
    ['a value with a quote', 's', 'a"b', {}],
    ['a value beyond ASCII', 's', 'é', {}],
    ['a value larger than browsers take', 's', 'x'.repeat(4096), {}],
    ['a path that begins an attribute', 's', 'v', { path: '/; Domain=evil.test' }],
    ['a path that begins a header', 's', 'v', { path: '/\r\nX: y' }],
    ['a path that is none', 's', 'v', { path: 'a' }],
    ['an end that is no number', 's', 'v', { maxAge: NaN }],
    ['__Host- without Secure', '__Host-s', 'v', { secure: false }],
    ['__Host- with a path', '__host-s', 'v', { path: '/a' }],
    ['__Secure- without Secure', '__Secure-s', 'v', { secure: false }],
    ['a date that is none', 's', 'v', { expires: new Date(NaN) }],
    ['a date beyond what a header can say', 's', 'v', { expires: new Date(Date.UTC(10_000, 0, 1)) }],
    ['a domain that begins an attribute', 's', 'v', { domain: 'example.org; Path=/' }],
    ['a domain with a leading dot', 's', 'v', { domain: '.example.org' }],
    ['a whole top-level domain', 's', 'v', { domain: 'org' }],
    ['__Host- with a domain', '__Host-s', 'v', { domain: 'example.org' }],
    ['Partitioned without Secure', 's', 'v', { partitioned: true, secure: false }],
    ['SameSite=None without Secure', 's', 'v', { sameSite: 'none', secure: false }],
  ])('with %s is refused', (_name, name, value, options) => {
    expect(() => serializeCookie(name, value, options)).toThrow(TypeError)
  })
})
