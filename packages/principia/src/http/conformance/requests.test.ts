// RFC 9110, chapters 2 to 7: what a request is and is not taken for.
import { once } from 'node:events'
import { connect } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { created, defineAccess, problems, route, t } from '../../index.ts'
import { startQuiet } from '../fixtures/app.ts'
import { exchange } from '../fixtures/raw.ts'
import { askWire, sendWire } from './fixtures/wire.ts'

const LONG = 'a'.repeat(8000)
const seen: { tone?: string | undefined; calls: number } = { calls: 0 }

const member = defineAccess('member', {
  scheme: 'bearer',
  check: ({ header }) => {
    if (header('authorization') !== 'Bearer right') throw problems.unauthorized()
    return { id: 'u1' }
  },
})

const routes = [
  route('GET /', { access: 'public' }, () => 'home'),
  route('GET /names/:name', { access: 'public' }, ({ params }) => params.name),
  route('POST /long', { access: 'public' }, () => created(`/names/${LONG.slice(7)}`)),
  route('GET /tone', { access: 'public' }, ({ header }) => {
    seen.calls++
    seen.tone = header('x-tone')
    return 'heard'
  }),
  route('GET /preferring', { access: 'public' }, ({ prefer }) => prefer().return ?? 'nothing'),
  route('GET /mine', { access: member }, () => 'mine'),
  route('POST /mine', { access: member, body: t.Unknown() }, () => 'mine'),
  route('POST /any', { access: 'public', body: t.Unknown() }, () => 'taken'),
]

let server: Awaited<ReturnType<typeof startQuiet>>
beforeAll(async () => {
  server = await startQuiet({ routes })
})
afterAll(() => server.stop())
beforeEach(() => {
  seen.calls = 0
  seen.tone = undefined
})

const statusOf = async (line: string, ...fields: string[]) =>
  (await askWire(server.port, line, fields)).status

describe('an address', () => {
  it('of 8000 bytes is taken [9110-4.1-1, 9112-3-3]', async () => {
    expect(await statusOf(`GET /names/${LONG.slice(7)}`)).toBe(200)
  })

  it('that the server gave is one that it takes, however long [9110-2.3-2]', async () => {
    const location = (await askWire(server.port, 'POST /long', ['Content-Length: 0'])).field('location') ?? ''
    expect(location.length).toBe(8000)
    expect(await statusOf(`GET ${location}`)).toBe(200)
  })

  it.each([
    ['of http without a host is refused [9110-4.2.1-2]', 'http:///names/a'],
    ['of http with nothing but a port is refused [9110-4.2.1-2]', 'http://:80/names/a'],
    ['of https without a host is refused [9110-4.2.2-2]', 'https:///names/a'],
    ['with user information is refused [9110-4.2.4-2]', 'http://user:password@test/names/a'],
  ])('%s', async (_name, target) => {
    expect(await statusOf(`GET ${target}`)).toBe(400)
  })

  it('is the same resource in all spellings that mean the same [9110-4.2.3-1]', async () => {
    const spellings = ['/names/~smith', '/names/%7Esmith', '/names/%7esmith', 'http://test/names/~smith']
    const found = await Promise.all(spellings.map((target) => askWire(server.port, `GET ${target}`)))
    expect(new Set(found.map(({ status, body }) => `${status} ${body}`))).toEqual(new Set(['200 ~smith']))
    for (const target of ['http://test', 'http://TEST:80/', '/']) {
      expect((await askWire(server.port, `GET ${target}`)).body).toBe('home')
    }
  })

  it.each(['GET', 'HEAD', 'POST', 'PUT', 'DELETE'])(
    'of the whole server, or of a tunnel, is none for %s [9110-7.1-1]',
    async (method) => {
      expect([await statusOf(`${method} *`), await statusOf(`${method} test:80`)]).toEqual([400, 400])
    },
  )
})

describe('a request for https', () => {
  const target = 'https://test/names/a'

  it('is refused over a connection that is not secured [9110-7.4-1, 9110-7.4-2]', async () => {
    const { status, body } = await askWire(server.port, `GET ${target}`)
    expect([status, JSON.parse(body)]).toMatchObject([421, { type: '/problems/misdirected-request' }])
    expect(await statusOf(`GET ${target}`, 'X-Forwarded-Proto: https')).toBe(421)
    expect(await statusOf('GET http://test/names/a')).toBe(200)
  })

  it('is not where a trusted proxy sends it', async () => {
    await using behind = await startQuiet({ routes }, { env: { TRUSTED_PROXIES: 'loopback' } })
    const { status } = await askWire(behind.port, `GET ${target}`, ['X-Forwarded-Proto: https'])
    expect(status).toBe(200)
  })
})

describe('a field', () => {
  it('that nobody knows is ignored [9110-5.1-1]', async () => {
    expect(
      await statusOf('GET /', 'X-Unheard-Of: 1', 'constructor: 2', 'Sec-Future: ?1', 'Pragma: x=y'),
    ).toBe(200)
  })

  it('is known without the whitespace around it [9110-5.5-1]', async () => {
    await askWire(server.port, 'GET /tone', ['X-Tone: \t  low \t '])
    expect(seen.tone).toBe('low')
    expect(await statusOf('GET /mine', 'Authorization:\t Bearer right \t')).toBe(200)
  })

  it('may have octets beyond ASCII, which are passed on as they are [9110-5.5-2]', async () => {
    await askWire(server.port, 'GET /tone', ['X-Tone: \xc5\xbelu\xff'])
    expect(seen.tone).toBe('\xc5\xbelu\xff')
  })

  it('may have whitespace around an equals sign, where it once was allowed [9110-5.6.3-5]', async () => {
    for (const preference of ['return=minimal', 'return = minimal', 'return\t=  "minimal"']) {
      expect((await askWire(server.port, 'GET /preferring', [`Prefer: ${preference}`])).body).toBe('minimal')
    }
  })

  it.each([
    ['CR', 'low\rX-More: 1'],
    ['LF', 'low\nX-More: 1'],
    ['NUL', 'low\0'],
  ])('with %s is refused [9110-5.5-3, 9112-2.2-3]', async (_name, value) => {
    expect(await statusOf('GET /tone', `X-Tone: ${value}`)).toBe(400)
    expect(seen.calls).toBe(0)
  })

  it.each([
    ['one that is too long', [`X: ${'x'.repeat(100_000)}`]],
    ['all of them together', Array.from({ length: 100 }, (_, index) => `X-${index}: ${'x'.repeat(1000)}`)],
    ['too many', Array.from({ length: 300 }, (_, index) => `X-${index}: 1`)],
  ])('is not ignored for its size: %s is a 431 [9110-5.4-1]', async (_name, fields) => {
    expect(await statusOf('GET /tone', ...fields)).toBe(431)
    expect(seen.calls).toBe(0)
  })
})

describe('a request', () => {
  it('is not acted on before its last field has arrived [9110-5.3-2]', async () => {
    const socket = connect(server.port, '127.0.0.1')
    await once(socket, 'connect')
    const other = async () => (await statusOf('GET /')) === 200
    for (const part of ['GET /tone HTTP/1.1\r\nHost: test\r\n', 'X-Tone: low\r\n', 'X-More: 1']) {
      socket.write(part)
      await nextTurn()
      expect([await other(), seen.calls]).toEqual([true, 0])
    }
    socket.write('\r\n\r\n')
    await once(socket, 'data')
    socket.destroy()
    expect(seen).toEqual({ calls: 1, tone: 'low' })
  })

  it('is not of the same user as the one before it on its connection [9110-3.3-1]', async () => {
    const first = 'GET /mine HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer right\r\n\r\n'
    const second = 'GET /mine HTTP/1.1\r\nHost: test\r\n\r\n'
    const { answers } = await exchange(server.port, first + second + first, { answers: 3 })
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 200])
  })

  it('has no header fields in its trailers [9110-6.5.1-2, 9112-7.1.2-1]', async () => {
    const start = (path: string) =>
      `POST ${path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`
    const trailers = '2\r\n{}\r\n0\r\nAuthorization: Bearer right\r\nX-Checksum: 1\r\n\r\n'
    expect((await sendWire(server.port, start('/mine') + trailers)).status).toBe(401)
    expect((await sendWire(server.port, start('/any') + trailers)).status).toBe(200)
  })

  it('for an upgrade that nobody knows is answered as if it had none [9110-7.8-3, 9110-7.8-7]', async () => {
    for (const version of ['1.1', '1.0']) {
      const { status, field } = await askWire(server.port, `GET / HTTP/${version}`, [
        'Connection: upgrade',
        'Upgrade: websocket, h2c',
      ])
      expect([status, field('upgrade')]).toEqual([200, undefined])
    }
  })
})

describe('an answer', () => {
  it('has no trailers, and its handler cannot announce any [9110-6.5.1-1]', async () => {
    const named = route('GET /trailer', { access: 'public' }, () => {
      throw problems.notFound(undefined, { headers: { trailer: 'X-Checksum' } })
    })
    await using other = await startQuiet({ routes: [named] })
    const { status, field, body } = await askWire(other.port, 'GET /trailer')
    expect([status, field('trailer')]).toEqual([500, undefined])
    expect(body).not.toContain('0\r\n')
  })
})
