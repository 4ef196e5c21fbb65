import { describe, expect, it, test } from 'vitest'
import { app, defineAccess, module, problems, redirect, reply, route, type CacheOptions } from '../index.ts'
import { testApp } from '../testing/index.ts'
import { cacheControl } from './cache-control.ts'

describe('RFC 9111 section 5.2.2: Cache-Control', () => {
  it.each<[CacheOptions, string]>([
    [{ public: true, maxAge: 60 }, 'public, max-age=60'],
    [{ maxAge: 0 }, 'max-age=0'],
    [{ private: true, noCache: true }, 'private, no-cache'],
    [{ noStore: true }, 'no-store'],
    [{ noStore: true, mustUnderstand: true, noTransform: true }, 'no-store, must-understand, no-transform'],
    [
      { sMaxAge: 600, maxAge: 60, proxyRevalidate: true, mustRevalidate: true, public: false },
      'max-age=60, s-maxage=600, must-revalidate, proxy-revalidate',
    ],
    [{ public: true, maxAge: 31_536_000, immutable: true }, 'public, max-age=31536000, immutable'],
    [
      { maxAge: 60, staleWhileRevalidate: 30, staleIfError: 86_400 },
      'max-age=60, stale-while-revalidate=30, stale-if-error=86400',
    ],
  ])('%j is written "%s" [9111-5.2.2.1-1, 9111-5.2.2.10-1]', (options, text) => {
    expect(cacheControl(options)).toBe(text)
  })

  it.each<[CacheOptions, string]>([
    [{}, 'it says nothing'],
    [{ public: false }, 'it says nothing'],
    [{ maxage: 60 } as never, 'there is no option "maxage"; did you mean "maxAge"?'],
    [{ public: true, private: true }, '`public` and `private` contradict'],
    [{ noStore: true, maxAge: 60 }, '`noStore` and `maxAge` contradict'],
    [{ noStore: true, maxAge: 0 }, '`noStore` and `maxAge` contradict'],
    [{ private: true, sMaxAge: 60 }, '`private` and `sMaxAge` contradict'],
    [{ noCache: true, immutable: true }, '`noCache` and `immutable` contradict'],
    [{ noCache: true, maxAge: 60 }, '`noCache` and a `maxAge` above 0 contradict'],
    [{ maxAge: 1, mustRevalidate: true, staleIfError: 60 }, '`mustRevalidate` and `staleIfError` contradict'],
    [{ immutable: true }, 'give a `maxAge` as well'],
    [{ immutable: true, maxAge: 0 }, 'give a `maxAge` as well'],
    [{ maxAge: 1.5 }, '`maxAge` is whole seconds, 0 to 2147483648; got 1.5'],
    [{ maxAge: -1 }, 'got -1'],
    [{ maxAge: Number.POSITIVE_INFINITY }, 'got Infinity'],
    [{ maxAge: '60' as never }, 'got 60'],
    [{ staleIfError: Number.NaN }, '`staleIfError` is whole seconds'],
  ])('%j is refused: %s', (options, message) => {
    expect(() => cacheControl(options)).toThrow(message)
  })

  it('must-understand comes with no-store, for caches that do not know it [9111-5.2.2.3-1]', () => {
    expect(cacheControl({ mustUnderstand: true, noStore: true })).toBe('no-store, must-understand')
    expect(() => cacheControl({ mustUnderstand: true, maxAge: 60 })).toThrow(
      '`mustUnderstand` needs `noStore`',
    )
  })
})

const known = defineAccess('known', { scheme: 'bearer', check: () => ({ id: 'ada' }) })
const minute = { maxAge: 60 }
const fails = () => {
  throw problems.notFound()
}

const routes = [
  route('GET /silent', { access: 'public' }, () => 'x'),
  route('POST /silent', { access: 'public' }, () => 'x'),
  route('GET /silent-of-one', { access: known }, () => 'x'),
  route('GET /gone', { access: 'public' }, () => reply(404, 'x')),
  route('GET /moved', { access: 'public' }, () => redirect('/silent', 301)),
  route('GET /problem', { access: 'public', cache: minute }, fails),
  route('GET /minute', { access: 'public', cache: minute }, () => 'x'),
  route('GET /minute-of-one', { access: known, cache: minute }, () => 'x'),
  route('GET /shared-by-all', { access: known, cache: { public: true, sMaxAge: 9 } }, () => 'x'),
  route('GET /never', { access: known, cache: { noStore: true } }, () => 'x'),
  route('GET /own', { access: 'public', cache: minute }, () =>
    reply(200, 'x', { 'Cache-Control': cacheControl({ maxAge: 5 }) }),
  ),
  route('GET /wrong', { access: 'public', cache: minute }, () => reply(409, 'x')),
]
const parent = module({
  name: 'parent',
  defaults: { cache: minute },
  routes: [
    route('GET /in', { access: 'public' }, () => 'x'),
    route('GET /in-own', { access: 'public', cache: { noCache: true } }, () => 'x'),
    route('POST /in', { access: 'public' }, () => 'x'),
  ],
})
const site = app({ name: 'site', routes, modules: [parent] })

describe('RFC 9111 section 4.2.2: what an answer says to caches', () => {
  it.each([
    ['GET', '/silent', 'no-cache'],
    ['HEAD', '/silent', 'no-cache'],
    ['POST', '/silent', null],
    ['GET', '/silent-of-one', 'private, no-cache'],
    ['GET', '/gone', 'no-cache'],
    ['GET', '/moved', 'no-cache'],
    ['GET', '/problem', 'no-store'],
    ['GET', '/nowhere', 'no-store'],
    ['GET', '/minute', 'max-age=60'],
    ['GET', '/minute-of-one', 'private, max-age=60'],
    ['GET', '/shared-by-all', 'public, s-maxage=9'],
    ['GET', '/never', 'no-store'],
    ['GET', '/own', 'max-age=5'],
    ['GET', '/wrong', 'no-cache'],
    ['GET', '/in', 'max-age=60'],
    ['GET', '/in-own', 'no-cache'],
    ['POST', '/in', null],
  ])('%s %s: %s', async (method, path, said) => {
    await using api = await testApp(site)
    expect((await api.request(method, path)).headers.get('cache-control')).toBe(said)
  })

  it('RFC 9110 section 15.4.5: a 304 says what the 200 said', async () => {
    await using api = await testApp(site)
    const { headers } = await api.get('/minute')
    const again = await api.get('/minute', { headers: { 'if-none-match': headers.get('etag') ?? '' } })
    expect([again.status, again.headers.get('cache-control')]).toEqual([304, 'max-age=60'])
  })
})

test.each([
  [route('GET /', { access: 'public', cache: {} }, () => 1), 'Cache-Control: it says nothing'],
  [
    route('GET /', { access: 'public', cache: { noStore: true, maxAge: 1 } }, () => 1),
    '`noStore` and `maxAge` contradict',
  ],
  [route('POST /', { access: 'public', cache: minute }, () => 1), 'caches keep the answers to GET alone'],
  [route('GET /', { access: known, cache: { sMaxAge: 60 } }, () => 1), '`sMaxAge` needs `public: true`'],
])('a route whose `cache` makes no sense does not start', async (wrong, message) => {
  await expect(testApp(app({ name: 'wrong', routes: [wrong] }))).rejects.toThrow(message)
})
