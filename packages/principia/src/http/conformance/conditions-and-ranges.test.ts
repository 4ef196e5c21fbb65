// RFC 9110, chapters 13 and 14, as far as no other test shows them.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { route, t } from '../../index.ts'
import { startQuiet } from '../fixtures/app.ts'
import { changed, everything } from './fixtures/everything.ts'
import { askWire } from './fixtures/wire.ts'

const done: string[] = []
const Part = t.Object({ text: t.String() })
const routes = [
  ...everything,
  route('PUT /note', { access: 'public', body: Part }, ({ precondition, body }) => {
    precondition({ etag: '"v1"', lastModified: changed })
    done.push(body.text)
  }),
  route('POST /notes', { access: 'public', body: Part }, ({ body }) => void done.push(body.text)),
  route(
    'PUT /pieces',
    { access: 'public', headers: t.Object({ 'content-range': t.Optional(t.String()) }), body: Part },
    ({ body, headers }) => void done.push(`${headers['content-range']} ${body.text}`),
  ),
]

let server: Awaited<ReturnType<typeof startQuiet>>
beforeAll(async () => {
  server = await startQuiet({ routes })
})
afterAll(() => server.stop())
beforeEach(() => {
  done.length = 0
})

const ask = (line: string, ...fields: string[]) => askWire(server.port, line, fields)
const send = (line: string, content: string, ...fields: string[]) =>
  askWire(
    server.port,
    line,
    ['Content-Type: application/json', `Content-Length: ${content.length}`, ...fields],
    content,
  )
const CONTENT = '{"text":"new"}'
const never = ['If-Match: "other"', 'If-None-Match: *', `If-Unmodified-Since: ${new Date(0).toUTCString()}`]

describe('conditions', () => {
  it.each([
    ['If-Match: "other" [9110-13.1.1-2, 9110-13.1.1-3]', 'If-Match: "other"'],
    ['If-None-Match: "v1" [9110-13.1.2-2, 9110-13.1.2-3]', 'If-None-Match: "v1"'],
    [
      'If-Unmodified-Since: long ago [9110-13.1.4-5, 9110-13.1.4-6]',
      `If-Unmodified-Since: ${new Date(0).toUTCString()}`,
    ],
  ])('that are false keep a change from being made: %s', async (_name, condition) => {
    expect((await send('PUT /note', CONTENT, condition)).status).toBe(412)
    expect(done).toEqual([])
  })

  it('come after all that makes a request one that succeeds [9110-13.2.1-1, 9110-13.2.1-2]', async () => {
    const [stale = ''] = never
    expect((await send('PUT /note', '{', stale)).status).toBe(400)
    expect((await send('PUT /note', '{}', stale)).status).toBe(422)
    expect((await ask('GET /bearer', stale)).status).toBe(401)
    expect((await ask('GET /nowhere', stale)).status).toBe(404)
    expect((await ask('GET /moved/302', stale)).status).toBe(302)
    expect((await ask('POST /json', stale)).status).toBe(405)
    expect((await ask('GET /json', stale)).status).toBe(412)
    expect(done).toEqual([])
  })

  it('mean nothing to OPTIONS [9110-13.2.1-4]', async () => {
    for (const condition of never) {
      expect((await ask('OPTIONS /json', condition)).status).toBe(204)
      expect((await ask('OPTIONS *', condition)).status).toBe(204)
    }
  })

  it('a date is compared with the clock of the server, whatever the client’s is [9110-13.1.3-4, 9110-13.1.4-4]', async () => {
    const ahead = new Date(Date.now() + 86_400_000).toUTCString()
    // The client's clock: nothing here may be read by it.
    const clock = `Date: ${new Date(0).toUTCString()}`
    expect((await ask('GET /parts', `If-Modified-Since: ${changed.toUTCString()}`, clock)).status).toBe(304)
    expect((await ask('GET /parts', `If-Modified-Since: ${ahead}`, clock)).status).toBe(304)
    expect(
      (await send('PUT /note', CONTENT, `If-Unmodified-Since: ${changed.toUTCString()}`, clock)).status,
    ).toBe(204)
  })

  it('If-Range without a Range, or where there are no ranges, means nothing [9110-13.1.5-1, 9110-13.1.5-2]', async () => {
    for (const validator of ['"other"', changed.toUTCString(), 'nonsense']) {
      expect((await ask('GET /parts', `If-Range: ${validator}`)).status).toBe(200)
      const { status, body } = await ask('GET /json', 'Range: bytes=0-0', `If-Range: ${validator}`)
      expect([status, body]).toEqual([200, '{"hello":"world"}'])
    }
  })
})

describe('what a 200 says of caching and identity', () => {
  const NAMES = ['cache-control', 'etag', 'expires', 'content-location', 'vary']

  it.each([
    ['304 [9110-15.4.5-1]', 304, ['If-None-Match: "v2"']],
    ['206 [9110-15.3.7-1]', 206, ['Range: bytes=0-0']],
    ['206 after If-Range [9110-15.3.7-1]', 206, ['Range: bytes=0-0', 'If-Range: "v2"']],
  ])('is said by a %s as well', async (_name, status, fields) => {
    const whole = await ask('GET /chatty')
    const answer = await ask('GET /chatty', ...fields)
    expect(answer.status).toBe(status)
    expect(NAMES.map((name) => [name, answer.field(name)])).toEqual(
      NAMES.map((name) => [name, whole.field(name)]),
    )
    expect(NAMES.filter((name) => whole.field(name) === undefined)).toEqual([])
    expect(answer.field('date')).toBeDefined()
  })
})

describe('Content-Range in a request', () => {
  it('means nothing to methods that do not know it [9110-14.4-1]', async () => {
    expect((await ask('GET /json', 'Content-Range: bytes 0-1/2')).status).toBe(200)
    expect((await send('POST /notes', CONTENT, 'Content-Range: bytes 0-13/100')).status).toBe(204)
    expect(done).toEqual(['new'])
  })

  it('is refused by a PUT, which would take the part for the whole [9110-14.5-1]', async () => {
    const { status, body } = await send('PUT /note', CONTENT, 'Content-Range: bytes 0-13/100')
    expect([status, done]).toEqual([400, []])
    expect(JSON.parse(body)).toMatchObject({
      type: '/problems/bad-request',
      detail: expect.stringContaining('part'),
    })
  })

  it('is for a PUT that declares it', async () => {
    expect((await send('PUT /pieces', CONTENT, 'Content-Range: bytes 0-13/100')).status).toBe(204)
    expect(done).toEqual(['bytes 0-13/100 new'])
  })
})
