import { describe, expect, it } from 'vitest'
import { compileCors, type CorsOptions } from './cors.ts'

const actual = (options: CorsOptions, origin?: string) => {
  const headers: string[] = []
  compileCors(options).write(origin, headers)
  return headers
}
const preflight = (options: CorsOptions, origin: string, asked?: string, privateNetwork = false) => {
  const headers: string[] = []
  compileCors(options).writePreflight({ origin, headers: asked, privateNetwork }, ['GET', 'POST'], headers)
  return headers
}
const own = { origins: ['https://app.example.org', 'http://localhost:5173'] }

describe('CORS', () => {
  it.each<[string, CorsOptions, string | undefined, string[]]>([
    [
      'an allowed origin is named',
      own,
      'https://app.example.org',
      ['Vary', 'Origin', 'Access-Control-Allow-Origin', 'https://app.example.org'],
    ],
    ['another one learns nothing', own, 'https://evil.test', ['Vary', 'Origin']],
    ['a longer name is another one', own, 'https://app.example.org.evil.test', ['Vary', 'Origin']],
    ['another port is another one', own, 'http://localhost:3000', ['Vary', 'Origin']],
    ['"null" is another one', own, 'null', ['Vary', 'Origin']],
    ['caches learn that it matters even without an origin', own, undefined, ['Vary', 'Origin']],
    ['everybody may', { origins: '*' }, 'https://any.test', ['Access-Control-Allow-Origin', '*']],
    [
      'credentials and headers',
      { ...own, credentials: true, exposedHeaders: ['ETag', 'Link'] },
      'http://localhost:5173',
      [
        'Vary',
        'Origin',
        'Access-Control-Allow-Origin',
        'http://localhost:5173',
        'Access-Control-Allow-Credentials',
        'true',
        'Access-Control-Expose-Headers',
        'ETag, Link',
      ],
    ],
  ])('%s', (_name, options, origin, headers) => {
    expect(actual(options, origin)).toEqual(headers)
  })

  const VARY = [
    'Vary',
    'Origin, Access-Control-Request-Method, Access-Control-Request-Headers, Access-Control-Request-Private-Network',
  ]
  const ALLOWED = [
    ...VARY,
    'Access-Control-Allow-Origin',
    'https://app.example.org',
    'Access-Control-Allow-Methods',
    'GET, POST',
  ]
  it.each<[string, CorsOptions, string, string | undefined, string[]]>([
    ['pre-flight of a stranger', own, 'https://evil.test', 'x-a', VARY],
    ['pre-flight', own, 'https://app.example.org', undefined, [...ALLOWED, 'Access-Control-Max-Age', '600']],
    [
      'pre-flight that asks for headers',
      own,
      'https://app.example.org',
      'x-a',
      [...ALLOWED, 'Access-Control-Allow-Headers', 'x-a', 'Access-Control-Max-Age', '600'],
    ],
    [
      'pre-flight where headers are listed',
      { ...own, allowedHeaders: ['x-b'], maxAge: 0 },
      'https://app.example.org',
      'x-a',
      [...ALLOWED, 'Access-Control-Allow-Headers', 'x-b', 'Access-Control-Max-Age', '0'],
    ],
  ])('%s', (_name, options, origin, asked, headers) => {
    expect(preflight(options, origin, asked)).toEqual(headers)
  })

  it.each<[string, CorsOptions['origins'], boolean]>([
    ['https://a.example.org', ['https://*.example.org'], true],
    ['https://a.b-1.example.org', ['https://*.example.org'], true],
    ['https://example.org', ['https://*.example.org'], false],
    ['http://a.example.org', ['https://*.example.org'], false],
    ['https://a.example.org:8443', ['https://*.example.org'], false],
    ['https://a.example.org:8443', ['https://*.example.org:8443'], true],
    ['https://.example.org', ['https://*.example.org'], false],
    ['https://evil.test/.example.org', ['https://*.example.org'], false],
    ['https://evil.test#.example.org', ['https://*.example.org'], false],
    ['https://u@evil.test:1.example.org', ['https://*.example.org'], false],
    ['https://a.example.org.evil.test', ['https://*.example.org'], false],
    ['https://aexample.org', ['https://*.example.org'], false],
    ['http://shop.localhost:3000', ['http://*.localhost:3000'], true],
    ['https://b.test', ['https://*.example.org', 'https://b.test'], true],
    ['https://b.test', (origin) => origin.endsWith('.test'), true],
    ['null', () => true, false],
  ])('the origin %s is allowed by %o: %s', (origin, origins, allowed) => {
    expect(actual({ origins }, origin).includes('Access-Control-Allow-Origin')).toBe(allowed)
  })

  it('lets pages of the public web reach a private network only where that was said', () => {
    const asked = (privateNetwork: boolean) =>
      preflight({ ...own, privateNetwork }, 'https://app.example.org', undefined, true).includes(
        'Access-Control-Allow-Private-Network',
      )
    expect([asked(true), asked(false)]).toEqual([true, false])
  })

  it('shows how long loading took only where that was said', () => {
    expect(actual({ ...own, timing: true }, 'https://app.example.org')).toContain('Timing-Allow-Origin')
    expect(actual(own, 'https://app.example.org')).not.toContain('Timing-Allow-Origin')
  })

  it.each<[string, CorsOptions]>([
    ['credentials for everybody', { origins: '*', credentials: true }],
    ['an origin with a slash at its end', { origins: ['https://app.example.org/'] }],
    ['an origin without a scheme', { origins: ['app.example.org'] }],
    ['an origin with its default port', { origins: ['https://app.example.org:443'] }],
    ['a pattern of everything', { origins: ['https://*'] }],
    ['a pattern of a top-level domain', { origins: ['https://*.org'] }],
    ['a pattern in the middle', { origins: ['https://a.*.example.org'] }],
    ['a pattern of part of a name', { origins: ['https://a*.example.org'] }],
    ['a pattern without a scheme', { origins: ['*.example.org'] }],
    ['a pattern with a path', { origins: ['https://*.example.org/'] }],
    ['credentials for whoever a function lets in', { origins: () => true, credentials: true }],
    ['every header by an asterisk', { ...own, allowedHeaders: ['*'] }],
    ['a header that is none', { ...own, exposedHeaders: ['a b'] }],
    ['a time that is none', { ...own, maxAge: -1 }],
    ['a misspelt option', { ...own, credentails: true } as CorsOptions],
    ['null', { origins: ['null'] }],
  ])('%s does not start', (_name, options) => {
    expect(() => compileCors(options)).toThrow('cors: ')
  })
})
