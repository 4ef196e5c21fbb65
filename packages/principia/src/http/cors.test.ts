import { describe, expect, it } from 'vitest'
import { compileCors, type CorsOptions } from './cors.ts'

const actual = (options: CorsOptions, origin?: string) => {
  const headers: string[] = []
  compileCors(options).write(origin, headers)
  return headers
}
const preflight = (options: CorsOptions, origin: string, asked?: string) => {
  const headers: string[] = []
  compileCors(options).writePreflight(origin, asked, ['GET', 'POST'], headers)
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

  const VARY = ['Vary', 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers']
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

  it.each<[string, CorsOptions]>([
    ['credentials for everybody', { origins: '*', credentials: true }],
    ['an origin with a slash at its end', { origins: ['https://app.example.org/'] }],
    ['an origin without a scheme', { origins: ['app.example.org'] }],
    ['an origin with its default port', { origins: ['https://app.example.org:443'] }],
    ['a pattern', { origins: ['https://*.example.org'] }],
    ['null', { origins: ['null'] }],
  ])('%s does not start', (_name, options) => {
    expect(() => compileCors(options)).toThrow('cors: ')
  })
})
