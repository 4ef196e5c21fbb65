import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defineProblem, media, problems, reply, route, t, versionTag } from '../index.ts'
import { ask as askServer } from './fixtures/ask.ts'
import { nextRecord, startQuiet } from './fixtures/app.ts'
import { formatHttpDate } from './http-date.ts'

const changed = new Date('2026-11-06T08:49:37.500Z')
const at = (seconds: number) => formatHttpDate(changed.getTime() + seconds * 1000)
const done: string[] = []
let source: ReadableStream<Uint8Array>
let given = Promise.withResolvers<unknown>()

const everything = {
  ETag: '"v1"',
  'Last-Modified': changed,
  'Cache-Control': 'max-age=60',
  'Content-Location': '/described.en',
  'Content-Language': 'en',
  'Content-Disposition': 'inline',
  Expires: changed,
  Vary: 'Accept-Language',
  'X-Tone': 'low',
}
const stale = defineProblem('stale', 412, 'It was changed')

const routes = [
  route('GET /tagged', { access: 'public' }, () => reply(200, { a: 1 }, { etag: '"v1"' })),
  route('GET /weak', { access: 'public', etag: 'weak' }, () => ({ a: 1 })),
  route('GET /dated', { access: 'public', etag: false }, () => reply(200, 'x', { 'last-modified': changed })),
  route('GET /written', { access: 'public', etag: false }, () => reply(200, 'x', { 'last-modified': at(0) })),
  route('GET /future', { access: 'public' }, () =>
    reply(200, 'x', { 'last-modified': new Date(Date.now() + 86_400_000) }),
  ),
  route('GET /described', { access: 'public' }, () => reply(200, 'text', everything)),
  route('GET /plain', { access: 'public', etag: false }, () => 'x'),
  route('GET /empty', { access: 'public' }, () => reply(204, undefined, { etag: '"v1"' })),
  route('GET /gone', { access: 'public' }, () => {
    throw problems.notFound()
  }),
  route('GET /failed', { access: 'public' }, () => reply(500, 'x', { etag: '"v1"' })),
  route('GET /moved', { access: 'public' }, () => reply(302, undefined, { etag: '"v1"', location: '/' })),
  route('GET /stream', { access: 'public', responses: { 200: media('text/plain') } }, () => {
    source = new ReadableStream({
      start: (controller) => controller.enqueue(Buffer.from('begun')),
      cancel: (reason) => given.resolve(reason),
    })
    return reply(200, source, { etag: '"v1"', 'last-modified': changed })
  }),
  route('GET /bad-tag', { access: 'public' }, () => reply(200, 'x', { etag: 'v1' })),
  route('GET /bad-date', { access: 'public' }, () => reply(200, 'x', { 'last-modified': '2026-11-06' })),
  route('GET /invalid-date', { access: 'public' }, () =>
    reply(200, 'x', { 'last-modified': new Date(Number.NaN) }),
  ),
  route('PUT /notes/:version', { access: 'public' }, ({ params, precondition }) => {
    precondition(
      params.version === 'none'
        ? undefined
        : { etag: versionTag(Number(params.version)), lastModified: changed },
    )
    done.push(params.version)
    return reply(200, 'saved', { etag: '"new"' })
  }),
  route('PUT /own-kind', { access: 'public' }, ({ precondition }) => precondition({ etag: '"a"' }, stale)),
  route('PUT /own-mistake', { access: 'public' }, ({ precondition }) => precondition({ etag: 'a' })),
  route(
    'PUT /demanding',
    { access: 'public', precondition: 'required', body: t.Object({ a: t.Integer() }) },
    () => {
      done.push('demanding')
    },
  ),
]

let server: Awaited<ReturnType<typeof startQuiet>>
beforeAll(async () => {
  server = await startQuiet({ routes })
})
afterAll(() => server.stop())

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  askServer(server.port, path, headers, method)

describe('RFC 9110 section 8.8: validators', () => {
  it('a Last-Modified is given as a Date or as text, and sent in whole seconds', async () => {
    for (const path of ['/dated', '/written']) {
      expect((await ask(path)).headers['last-modified']).toBe('Fri, 06 Nov 2026 08:49:37 GMT')
    }
  })

  it('section 8.8.2.1: a Last-Modified is never later than the Date of its answer', async () => {
    const { headers } = await ask('/future')
    expect(Date.parse(headers['last-modified'] ?? '')).toBeLessThanOrEqual(Date.parse(headers.date ?? ''))
  })

  it('a weak tag is made of the content', async () => {
    const { etag } = (await ask('/weak')).headers
    expect(etag).toMatch(/^W\/"[\w-]{27}"$/)
    expect((await ask('/weak', { 'if-none-match': etag ?? '' })).status).toBe(304)
    expect((await ask('/weak', { 'if-match': etag ?? '' })).status).toBe(412)
  })

  it.each([
    ['/bad-tag', 'A handler gave the ETag "v1"'],
    ['/bad-date', 'the Last-Modified "2026-11-06"'],
    ['/invalid-date', 'Invalid Date'],
  ])('%s: what is none is a fault of the program', async (path, why) => {
    const recorded = nextRecord(server)
    expect((await ask(path)).status).toBe(500)
    expect((await recorded).error).toContain(why)
  })
})

describe('RFC 9110 section 13: conditions of GET and HEAD', () => {
  const CASES: [path: string, headers: Record<string, string>, status: number][] = [
    ['/tagged', {}, 200],
    ['/tagged', { 'if-none-match': '"v1"' }, 304],
    ['/tagged', { 'if-none-match': 'W/"v1"' }, 304],
    ['/tagged', { 'if-none-match': '"v0", "v1"' }, 304],
    ['/tagged', { 'if-none-match': '*' }, 304],
    ['/tagged', { 'if-none-match': '"v0"' }, 200],
    ['/tagged', { 'if-match': '"v1"' }, 200],
    ['/tagged', { 'if-match': '*' }, 200],
    ['/tagged', { 'if-match': '"v0"' }, 412],
    ['/tagged', { 'if-modified-since': at(0) }, 200],
    ['/plain', { 'if-none-match': '*' }, 304],
    ['/plain', { 'if-match': '"v1"' }, 412],
    ['/plain', { 'if-match': '*' }, 200],
    ['/dated', { 'if-modified-since': at(0) }, 304],
    ['/dated', { 'if-modified-since': 'Friday, 06-Nov-26 08:49:37 GMT' }, 304],
    ['/dated', { 'if-modified-since': 'Fri Nov  6 08:49:37 2026' }, 304],
    ['/dated', { 'if-modified-since': at(-1) }, 200],
    ['/dated', { 'if-modified-since': changed.toISOString() }, 200],
    ['/dated', { 'if-modified-since': at(0), 'if-none-match': '"v0"' }, 200],
    ['/dated', { 'if-unmodified-since': at(0) }, 200],
    ['/dated', { 'if-unmodified-since': at(-1) }, 412],
    ['/dated', { 'if-unmodified-since': 'never' }, 200],
    ['/stream', { 'if-none-match': '"v1"' }, 304],
    ['/stream', { 'if-modified-since': at(0) }, 304],
    ['/stream', { 'if-match': '"v0"' }, 412],
    ['/empty', {}, 204],
    ['/empty', { 'if-match': '"v0"' }, 412],
    // Section 13.2.1: they count for nothing where the answer is no success anyway.
    ['/gone', { 'if-none-match': '*', 'if-match': '"v0"' }, 404],
    ['/failed', { 'if-none-match': '"v1"', 'if-match': '"v0"' }, 500],
    ['/moved', { 'if-none-match': '"v1"', 'if-match': '"v0"' }, 302],
  ]
  it.each(CASES)(
    'GET and HEAD %s with %j: %i [9110-13.1.1-1, 9110-13.1.2-1, 9110-13.1.2-4, 9110-13.1.3-5, 9110-13.1.3-6, 9110-13.2.1-2]',
    async (path, headers, status) => {
      if (path === '/stream') given = Promise.withResolvers()
      const get = await ask(path, headers)
      const head = await ask(path, headers, 'HEAD')
      expect([get.status, head.status, head.body.length]).toEqual([status, status, 0])
      if (status === 304) expect(get.body.length).toBe(0)
      if (status === 412)
        expect(JSON.parse(get.body.toString())).toMatchObject({ type: '/problems/precondition-failed' })
    },
  )

  it('a stream that is not sent is given up', async () => {
    given = Promise.withResolvers()
    expect((await ask('/stream', { 'if-none-match': '"v1"' })).status).toBe(304)
    await given.promise
  })
})

describe('RFC 9110 section 15.4.5: a 304', () => {
  it('has what guides a cache, and nothing that describes content which it does not send [9110-8.6-2, 9110-15.4.5-1, 9110-15.4.5-2]', async () => {
    const whole = await ask('/described')
    const { status, headers, names, body } = await ask('/described', { 'if-none-match': '"v1"' })
    expect([status, body.length]).toEqual([304, 0])
    for (const name of ['cache-control', 'content-location', 'etag', 'expires', 'vary', 'x-tone']) {
      expect([name, headers[name]]).toEqual([name, whole.headers[name]])
    }
    expect(headers.date).toBeDefined()
    expect(names.filter((name) => name.startsWith('content-')).toSorted()).toEqual([
      'content-location',
      'content-security-policy',
    ])
    expect(names).not.toContain('last-modified')
    expect(names).not.toContain('transfer-encoding')
  })

  it('has the date where there is no tag [9110-13.1.3-7]', async () => {
    const { headers } = await ask('/dated', { 'if-modified-since': at(1) })
    expect(headers['last-modified']).toBe(at(0))
  })
})

describe('RFC 9110 section 13: conditions of methods that change something', () => {
  it.each<[version: string, headers: Record<string, string>, status: number]>([
    ['3', {}, 200],
    ['3', { 'if-match': '"3"' }, 200],
    ['3', { 'if-match': '"2", "3"' }, 200],
    ['3', { 'if-match': '*' }, 200],
    ['3', { 'if-match': '"2"' }, 412],
    ['3', { 'if-match': 'W/"3"' }, 412],
    ['3', { 'if-unmodified-since': at(0) }, 200],
    ['3', { 'if-unmodified-since': at(-1) }, 412],
    ['3', { 'if-match': '"3"', 'if-unmodified-since': at(-1) }, 200],
    ['3', { 'if-none-match': '*' }, 412],
    ['3', { 'if-none-match': '"3"' }, 412],
    ['3', { 'if-none-match': '"2"' }, 200],
    ['3', { 'if-modified-since': at(0) }, 200],
    ['none', { 'if-none-match': '*' }, 200],
    ['none', { 'if-match': '*' }, 412],
    ['none', { 'if-match': '"3"' }, 412],
    ['none', {}, 200],
  ])(
    'PUT over version %s with %j: %i [9110-13.1.1-3, 9110-13.1.2-4, 9110-13.1.4-6]',
    async (version, headers, status) => {
      done.length = 0
      const answer = await ask(`/notes/${version}`, headers, 'PUT')
      expect(answer.status).toBe(status)
      // The new state's tag is no reason to call the request failed after all.
      expect(done).toEqual(status === 200 ? [version] : [])
    },
  )

  it('a service may name its own problem', async () => {
    const { status, body } = await ask('/own-kind', { 'if-match': '"b"' }, 'PUT')
    expect([status, JSON.parse(body.toString()).type]).toEqual([412, '/problems/stale'])
  })

  it('a tag that is none is a fault of the program', async () => {
    const recorded = nextRecord(server)
    expect((await ask('/own-mistake', { 'if-match': '"b"' }, 'PUT')).status).toBe(500)
    expect((await recorded).error).toContain('it has quotes of its own')
  })
})

describe('RFC 6585 section 3: a route that demands a precondition', () => {
  it.each<[headers: Record<string, string>, status: number]>([
    [{}, 428],
    [{ 'if-none-match': '"a"' }, 428],
    [{ 'if-unmodified-since': 'yesterday' }, 428],
    [{ 'if-modified-since': at(0) }, 428],
    [{ 'if-match': '"a"' }, 422],
    [{ 'if-match': '*' }, 422],
    [{ 'if-none-match': '*' }, 422],
    [{ 'if-unmodified-since': at(0) }, 422],
  ])(
    'with %j: %i, before anything of the body is looked at, which is missing here',
    async (headers, status) => {
      done.length = 0
      const { status: answered } = await ask('/demanding', headers, 'PUT')
      expect([answered, done]).toEqual([status, []])
    },
  )
})
