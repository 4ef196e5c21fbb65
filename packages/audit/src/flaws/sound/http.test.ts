import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { RequestSpec } from '../../wire/request.ts'
import { sound } from '../flawed.ts'
import { running } from './fixtures/ask.ts'

const { ask, raw } = running(sound)

const head = (line: string, fields = 'Host: a\r\n') => `${line}\r\n${fields}\r\n`

describe('addresses', () => {
  it.each([
    ['GET / HTTP/1.1', 200],
    ['GET /books/1 HTTP/1.1', 200],
    ['GET /b%6Foks/%31 HTTP/1.1', 200],
    ['GET http://example.com/books/1 HTTP/1.1', 200],
    ['GET http://example.com HTTP/1.1', 200],
    ['GET https://example.com/ HTTP/1.1', 421],
    ['OPTIONS * HTTP/1.1', 204],
    ['GET * HTTP/1.1', 400],
    ['GET /?a=%7E&b HTTP/1.1', 200],
    ['GET /books/ HTTP/1.1', 404],
    ['GET //books HTTP/1.1', 404],
    ['GET /Books HTTP/1.1', 404],
    ['GET /books%2F1 HTTP/1.1', 404],
    ['GET /books/.. HTTP/1.1', 404],
    ['GET /books/%2e%2E HTTP/1.1', 404],
    ['GET /notes/../books HTTP/1.1', 404],
    ['GET /books/%2531 HTTP/1.1', 422],
    ['GET /books/%zz HTTP/1.1', 400],
    ['GET /books/%ff HTTP/1.1', 400],
    ['GET /books/%00 HTTP/1.1', 400],
    ['GET /books?text=%ff HTTP/1.1', 400],
    ['GET /books#top HTTP/1.1', 400],
    ['GET /books?text=<b> HTTP/1.1', 400],
  ])('%s is %d', async (line, status) => {
    expect(await raw(head(line))).toMatchObject({ status, faults: [] })
  })

  it.each([9000, 40_000])('of %d characters are too long', async (length) => {
    const answer = await raw(head(`GET /${'a'.repeat(length)} HTTP/1.1`))
    expect(answer).toMatchObject({ status: 414, json: { status: 414 } })
  })
})

describe('heads', () => {
  it.each([
    ['no Host', '', 400],
    ['an empty Host', 'Host:\r\n', 400],
    ['two Hosts', 'Host: a\r\nHost: a\r\n', 400],
    ['a Host with a path', 'Host: a/b\r\n', 400],
    ['a Host with a port', 'Host: [::1]:80\r\n', 200],
    ['two ways to be somebody', 'Host: a\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n', 400],
    ['another expectation', 'Host: a\r\nExpect: wonders\r\n', 417],
    ['20 KB of fields', `Host: a\r\nX: ${'a'.repeat(20_000)}\r\n`, 431],
    ['70 KB of fields', `Host: a\r\nX: ${'a'.repeat(70_000)}\r\n`, 431],
    ['3,000 fields', `Host: a\r\n${'a:\r\n'.repeat(3000)}`, 431],
    ['a blank before the colon', 'Host: a\r\nX : b\r\n', 400],
    ['a folded line', 'Host: a\r\nX: b\r\n c\r\n', 400],
    ['NUL in a value', 'Host: a\r\nX: b\0c\r\n', 400],
    ['two framings', 'Host: a\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n', 400],
    ['two lengths', 'Host: a\r\nContent-Length: 0\r\nContent-Length: 1\r\n', 400],
    ['a signed length', 'Host: a\r\nContent-Length: +0\r\n', 400],
    ['a coding beside chunked', 'Host: a\r\nTransfer-Encoding: gzip, chunked\r\n', 501],
    ['chunked, but not last', 'Host: a\r\nTransfer-Encoding: chunked, gzip\r\n', 400],
  ])('with %s', async (_, fields, status) => {
    expect(await raw(head('GET / HTTP/1.1', fields))).toMatchObject({ status, faults: [] })
  })

  it('needs no Host in HTTP/1.0, and knows no HTTP/2 without its preface', async () => {
    expect(await raw(head('GET / HTTP/1.0', ''))).toMatchObject({ status: 200 })
    expect(await raw(head('GET / HTTP/2.0'))).toMatchObject({ status: 505 })
    expect(await raw(head('GET / HTTP/1.0', 'Transfer-Encoding: chunked\r\n'))).toMatchObject({ status: 400 })
    expect(await raw(head('BREW /pot HTTP/1.1'))).toMatchObject({ status: 501 })
    expect(await raw(head('PROPFIND / HTTP/1.1'))).toMatchObject({ status: 501 })
    expect(await raw(head('{"no": "request"}'))).toMatchObject({ status: 400 })
    expect(await raw('GET / HTTP/1.1\nHost: a\n\n')).toMatchObject({ status: 400 })
  })
})

describe('methods', () => {
  it.each([
    ['PUT', '/books', 'GET, HEAD, OPTIONS'],
    ['TRACE', '/', 'GET, HEAD, OPTIONS'],
    ['GET', '/sign-in', 'POST, OPTIONS'],
    ['POST', '/notes/1', 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS'],
  ])('%s %s says what is allowed', async (method, path, allow) => {
    const answer = await ask({ method, path })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow])
    const options = await ask({ method: 'OPTIONS', path })
    expect([options.status, options.headers.get('allow'), options.headers.has('content-length')]).toEqual([
      204,
      allow,
      false,
    ])
  })

  it.each(['/', '/large', '/books', '/negotiated', '/openapi.json', '/nothing', '/notes'])(
    'HEAD %s has the fields of GET',
    async (path) => {
      const fields = async (method: string) => {
        const { status, headers } = await ask({ method, path, headers: { 'Accept-Encoding': 'gzip' } })
        const own = headers.fields.filter(([name]) => !['Date', 'X-Request-Id'].includes(name))
        return { status, own }
      }
      expect(await fields('HEAD')).toEqual(await fields('GET'))
    },
  )
})

const get = (path: string, headers: Record<string, string> = {}): RequestSpec => ({ path, headers })
const BOOK_DATE = 'Mon, 03 Feb 2020 04:05:06 GMT'

describe('conditions', () => {
  const tagOf = async (headers = {}) => (await ask(get('/books/1', headers))).headers.get('etag') ?? ''

  it.each([
    ['If-None-Match: TAG', 304],
    ['If-None-Match: W/TAG', 304],
    ['If-None-Match: "a,b", TAG', 304],
    ['If-None-Match: *', 304],
    ['If-None-Match: "a"', 200],
    [`If-None-Match: "a"\r\nIf-Modified-Since: ${BOOK_DATE}`, 200],
    [`If-Modified-Since: ${BOOK_DATE}`, 304],
    ['If-Modified-Since: Monday, 03-Feb-20 04:05:06 GMT', 304],
    ['If-Modified-Since: Mon Feb  3 04:05:06 2020', 304],
    ['If-Modified-Since: Mon, 03 Feb 2020 04:05:05 GMT', 200],
    ['If-Modified-Since: 2021-01-01', 200],
    ['If-Match: TAG', 200],
    ['If-Match: *', 200],
    ['If-Match: W/TAG', 412],
    ['If-Match: "a"', 412],
    [`If-Match: TAG\r\nIf-Unmodified-Since: Sat, 01 Feb 2020 00:00:00 GMT`, 200],
    ['If-Unmodified-Since: Sat, 01 Feb 2020 00:00:00 GMT', 412],
    [`If-Unmodified-Since: ${BOOK_DATE}`, 200],
    ['If-Match: "a"\r\nIf-None-Match: TAG', 412],
  ])('%s is %d', async (condition, status) => {
    const fields = condition.replace('TAG', await tagOf())
    const answer = await raw(head('GET /books/1 HTTP/1.1', `Host: a\r\n${fields}\r\n`))
    expect(answer.status).toBe(status)
    if (status !== 304) return
    const names = ['etag', 'cache-control', 'vary', 'date', 'content-type', 'content-length', 'last-modified']
    expect(names.map((name) => answer.headers.has(name))).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ])
  })

  it('counts for nothing where the request would fail anyway', async () => {
    expect(await ask(get('/books/1000', { 'If-Match': '"a"' }))).toMatchObject({ status: 404 })
  })
})

describe('codings', () => {
  it.each([
    ['gzip', 'gzip'],
    ['x-gzip', 'gzip'],
    ['gzip, br', 'br'],
    ['gzip;q=1, br;q=0.5', 'gzip'],
    ['GZIP;Q=0.5', 'gzip'],
    ['*', 'br'],
    ['br;q=0, *', 'gzip'],
    ['gzip;q=0', undefined],
    ['gzip;q=0.5, identity', undefined],
    ['deflate', undefined],
    ['gzip;q=2', undefined],
    ['', undefined],
  ])('%s gives %s', async (accept, coding) => {
    const plain = await ask('/large')
    const answer = await ask(get('/large', { 'Accept-Encoding': accept }))
    expect(answer.headers.get('content-encoding')).toBe(coding)
    expect(answer.headers.list('vary')).toContain('accept-encoding')
    expect(answer.headers.get('etag') === plain.headers.get('etag')).toBe(coding === undefined)
    const decoded =
      coding === 'gzip'
        ? gunzipSync(answer.body)
        : coding === 'br'
          ? brotliDecompressSync(answer.body)
          : answer.body
    expect(decoded.equals(plain.body)).toBe(true)
  })

  it('is none for what is small, unless content without coding is refused', async () => {
    const small = async (accept: string) => {
      const { status, headers } = await ask(get('/books/1', { 'Accept-Encoding': accept }))
      return [status, headers.get('content-encoding')]
    }
    expect(await small('gzip')).toEqual([200, undefined])
    expect(await small('gzip, identity;q=0')).toEqual([200, 'gzip'])
    expect(await small('*;q=0')).toEqual([406, undefined])
  })
})

describe('ranges', () => {
  it.each([
    ['bytes=0-4', 206, 'bytes 0-4/200000'],
    ['Bytes=199990-', 206, 'bytes 199990-199999/200000'],
    ['bytes=-5', 206, 'bytes 199995-199999/200000'],
    ['bytes=-999999', 206, 'bytes 0-199999/200000'],
    ['bytes=199999-99999999999999999999', 206, 'bytes 199999-199999/200000'],
    ['bytes=0-0,300000-', 206, 'bytes 0-0/200000'],
    ['bytes=200000-', 416, 'bytes */200000'],
    ['bytes=-0', 416, 'bytes */200000'],
    ['bytes=5-2', 200, undefined],
    ['bytes=a-b', 200, undefined],
    ['bytes=-', 200, undefined],
    ['lines=0-4', 200, undefined],
    ['bytes=0-5,3-9', 200, undefined],
    [`bytes=${Array.from({ length: 20 }, (_, at) => `${at * 2}-${at * 2}`).join()}`, 200, undefined],
  ])('%s is %d', async (range, status, said) => {
    const answer = await ask(get('/large', { Range: range }))
    expect([answer.status, answer.headers.get('content-range')]).toEqual([status, said])
    const [, first, last] = /^bytes (\d+)-(\d+)/.exec(said ?? '') ?? []
    if (first !== undefined && last !== undefined)
      expect(answer.body.equals((await ask('/large')).body.subarray(+first, +last + 1))).toBe(true)
  })

  it('sends several as parts', async () => {
    const answer = await ask(get('/large', { Range: 'bytes=6-8, -2' }))
    const [, boundary = ''] =
      /^multipart\/byteranges; boundary=(.+)$/.exec(answer.headers.get('content-type') ?? '') ?? []
    const part = (range: string, text: string) =>
      `--${boundary}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Range: bytes ${range}/200000\r\n\r\n${text}\r\n`
    expect([answer.status, answer.headers.has('content-range')]).toEqual([206, false])
    expect(answer.body.toString()).toBe(
      `${part('6-8', 'abc')}${part('199998-199999', 'c\n')}--${boundary}--\r\n`,
    )
  })

  it.each([
    ['the tag', (tag: string) => tag, 206],
    ['the tag, but weak', (tag: string) => `W/${tag}`, 200],
    ['another tag', () => '"a"', 200],
    ['the date', () => 'Thu, 02 Jan 2020 03:04:05 GMT', 206],
    ['a later date', () => 'Thu, 02 Jan 2020 03:04:06 GMT', 200],
  ])('with If-Range and %s', async (_, condition, status) => {
    const tag = (await ask('/large')).headers.get('etag') ?? ''
    const answer = await ask(get('/large', { Range: 'bytes=0-0', 'If-Range': condition(tag) }))
    expect(answer.status).toBe(status)
  })

  it('is for GET alone, and after conditions', async () => {
    const tag = (await ask('/large')).headers.get('etag') ?? ''
    expect(await ask({ method: 'HEAD', ...get('/large', { Range: 'bytes=0-0' }) })).toMatchObject({
      status: 200,
    })
    expect(await ask(get('/large', { Range: 'bytes=0-0', 'If-None-Match': tag }))).toMatchObject({
      status: 304,
    })
  })
})

describe('types', () => {
  it.each([
    ['application/json', 'application/json'],
    ['application/xml', 'application/xml'],
    ['APPLICATION/XML', 'application/xml'],
    ['*/*', 'application/json'],
    ['application/*;q=0.5, application/xml;q=0.4', 'application/json'],
    ['application/json;q=0.1, application/xml;q=0.2', 'application/xml'],
    ['*/*, application/json;q=0', 'application/xml'],
    ['application/xml;charset="utf-8"', 'application/xml'],
    ['text/html, application/xml;q=0.9, */*;q=0.8', 'application/xml'],
    ['text/html', undefined],
    ['application/json;q=0', undefined],
    ['application/json;version=9', undefined],
    ['nonsense', 'application/json'],
    ['', 'application/json'],
  ])('%s gives %s', async (accept, type) => {
    const answer = await ask(get('/negotiated', { Accept: accept }))
    expect(answer.status).toBe(type === undefined ? 406 : 200)
    if (type !== undefined) expect(answer.headers.get('content-type')).toBe(type)
    expect(answer.headers.list('vary')).toContain('accept')
  })
})

describe('other origins', () => {
  const APP = 'https://app.example'
  it.each([
    [APP, '/books', 200, APP],
    [APP, '/books/0', 422, APP],
    [APP, '/nothing', 404, APP],
    ['null', '/books', 200, undefined],
    ['https://app.example.evil', '/books', 200, undefined],
    ['http://app.example', '/books', 200, undefined],
    [undefined, '/books', 200, undefined],
  ])('%s at %s', async (origin, path, status, allowed) => {
    const answer = await ask({ path, headers: { Origin: origin } })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([status, allowed])
    expect(answer.headers.list('vary')).toContain('origin')
  })

  it.each([
    [APP, 'PUT', 'GET, HEAD, PUT, PATCH'],
    [APP, 'DELETE', 'GET, HEAD, PUT, PATCH'],
    ['https://evil.example', 'PUT', undefined],
  ])('a pre-flight from %s for %s', async (origin, method, allowed) => {
    const headers = { Origin: origin, 'Access-Control-Request-Method': method }
    const answer = await ask({ method: 'OPTIONS', path: '/notes/1', headers })
    expect([answer.status, answer.headers.get('access-control-allow-methods')]).toEqual([204, allowed])
  })
})
