// RFC 9112, as far as no other test shows it.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { route } from '../../index.ts'
import { startQuiet } from '../fixtures/app.ts'
import { exchange } from '../fixtures/raw.ts'
import { everything } from './fixtures/everything.ts'
import { askWire, sendWire } from './fixtures/wire.ts'

const seen = { calls: 0 }
let release = Promise.withResolvers<void>()
const routes = [
  ...everything,
  route('GET /counted', { access: 'public' }, () => ({ calls: ++seen.calls })),
  route('GET /waiting', { access: 'public' }, async () => {
    await release.promise
    return { waited: true }
  }),
  route('GET /on-host', { access: 'public', host: 'other.example' }, () => 'other'),
]

let server: Awaited<ReturnType<typeof startQuiet>>
beforeAll(async () => {
  server = await startQuiet({ routes })
})
afterAll(() => server.stop())
beforeEach(() => {
  seen.calls = 0
  release = Promise.withResolvers()
})

const NEXT = 'GET /counted HTTP/1.1\r\nHost: test\r\n\r\n'
const get = (...fields: string[]) => ['GET /json HTTP/1.1', 'Host: test', ...fields, '', ''].join('\r\n')
const post = (...fields: string[]) =>
  ['POST /names HTTP/1.1', 'Host: test', 'Content-Type: application/json', ...fields, '', ''].join('\r\n')
const CONTENT = '{"name":"Ada"}'

/** Sends it with another request behind it, and gives what came back until the server closed the connection. */
const alone = async (request: string) => {
  const { answers, closed } = await exchange(server.port, request + NEXT, { untilClosed: true })
  return { statuses: answers.map(({ status }) => status), closed, calls: seen.calls }
}

describe('a message', () => {
  it('is octets: those of a character of several are not looked at one by one [9112-2.2-1]', async () => {
    // U+010A as UTF-16 has an LF in it, and so has a broken sequence of UTF-8.
    const { status } = await askWire(server.port, 'GET /json', ['X: \xc4\x8a', 'Y: \xe0\x80'])
    expect(status).toBe(200)
    expect((await alone(get('X: \x01\x0a'))).statuses).toEqual([400])
  })

  it('may have an empty line before it [9112-2.2-4]', async () => {
    const { answers } = await exchange(server.port, `\r\n${get()}\r\n${get()}`, { answers: 2 })
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
  })

  it.each([
    ['whitespace before its first field [9112-2.2-6]', 'GET /json HTTP/1.1\r\n Host: test\r\n\r\n'],
    ['no protocol that it could be [9112-2.2-7]', '{"jsonrpc":"2.0"}\r\n\r\n'],
    ['something else than HTTP behind its target [9112-2.2-7]', 'GET /json SPDY/3\r\nHost: test\r\n\r\n'],
    ['whitespace before a colon [9112-5.1-1]', get('X : 1')],
    ['a folded line [9112-5.2-2]', get('X: a\r\n b')],
    ['a space in its target [9112-3.2-1, 9112-3.2-2]', 'GET /json /x HTTP/1.1\r\nHost: test\r\n\r\n'],
    ['no Host [9112-3.2-3]', 'GET /json HTTP/1.1\r\n\r\n'],
    ['two Hosts [9112-3.2-3]', get('Host: test')],
    ['a Host that is none [9112-3.2-3]', 'GET /json HTTP/1.1\r\nHost: a b\r\n\r\n'],
    ['both a length and a coding [9112-6.1-7]', post('Content-Length: 5', 'Transfer-Encoding: chunked')],
    ['a last coding other than chunked [9112-6.3-1]', post('Transfer-Encoding: chunked, gzip')],
    ['a length that is none [9112-6.3-2]', post('Content-Length: 1x')],
    ['two lengths [9112-6.3-2]', post('Content-Length: 1', 'Content-Length: 2')],
    [
      'a size of a chunk beyond 2^64 [9112-7.1-1]',
      `${post('Transfer-Encoding: chunked')}10000000000000002\r\n{}\r\n`,
    ],
    ['a parameter of the chunked coding [9112-7.1-2]', post('Transfer-Encoding: chunked;a=b')],
  ])('is refused with 400 and the connection closed where it has %s', async (_name, request) => {
    expect(await alone(request)).toEqual({ statuses: [400], closed: true, calls: 0 })
  })

  it.each([
    ['a method longer than any [9112-3-1]', `${'A'.repeat(300)} /json HTTP/1.1\r\nHost: test\r\n\r\n`, 501],
    ['a target that is too long [9112-3-2]', `GET /${'a'.repeat(9000)} HTTP/1.1\r\nHost: test\r\n\r\n`, 414],
    ['a coding that is not known [9112-6.1-5]', `${post('Transfer-Encoding: gzip, chunked')}0\r\n\r\n`, 501],
  ])('has a status of its own for %s', async (_name, request, status) => {
    const { answers } = await exchange(server.port, request)
    expect(answers.map((answer) => answer.status)).toEqual([status])
  })

  it('of HTTP/1.0 has no transfer coding: its connection ends [9112-6.1-8]', async () => {
    const chunked = post('Transfer-Encoding: chunked', 'Connection: keep-alive').replace(
      'HTTP/1.1',
      'HTTP/1.0',
    )
    const { closed, calls } = await alone(`${chunked}2\r\n{}\r\n0\r\n\r\n`)
    expect({ closed, calls }).toEqual({ closed: true, calls: 0 })
  })

  it('that ends before its length is none, and its connection ends [9112-6.3-3]', async () => {
    const { answers, closed } = await exchange(
      server.port,
      (socket) => void socket.end(`${post('Content-Length: 100')}${CONTENT}`),
      { untilClosed: true },
    )
    expect([answers, closed]).toEqual([[], true])
  })

  it('may come in chunks, with extensions that nobody knows [9112-6.1-1, 9112-7.1.1-1]', async () => {
    const fields = 'Transfer-Encoding: chunked'
    const chunks = `8;a=1;b="x y"\r\n${CONTENT.slice(0, 8)}\r\n6;c\r\n${CONTENT.slice(8)}\r\n0;d=\r\n\r\n`
    const { answers } = await exchange(server.port, post(fields) + chunks.replace('0;d=', '0;d'))
    expect(answers.map(({ status, body }) => [status, body])).toEqual([[201, CONTENT]])
  })

  it('with an absolute target is for the host that the target names [9112-3.2.2-1, 9112-3.2.2-2]', async () => {
    const statusOf = async (target: string, host: string) =>
      (await askWire(server.port, `GET ${target}`, [`Host: ${host}`])).status
    expect(await statusOf('http://test/json', 'test')).toBe(200)
    expect(await statusOf('http://other.example/on-host', 'test')).toBe(200)
    expect(await statusOf('http://test/on-host', 'other.example')).toBe(404)
    expect(await statusOf('/on-host', 'other.example')).toBe(200)
  })
})

describe('an answer', () => {
  it('to HTTP/1.0 has no transfer coding, and ends with its connection [9112-6.1-6]', async () => {
    const { field, body } = await sendWire(server.port, 'GET /stream HTTP/1.0\r\n\r\n')
    expect([field('transfer-encoding'), body]).toEqual([undefined, 'one two'])
  })
})

describe('a connection', () => {
  it('is kept, and requests are served in their order, each once the one ahead is answered [9112-9.3-1, 9112-9.3.2-1]', async () => {
    const waiting = 'GET /waiting HTTP/1.1\r\nHost: test\r\n\r\n'
    const all = exchange(server.port, waiting + NEXT + get(), { answers: 3 })
    while (server.booted.dispatcher.inFlight() === 0) await nextTurn()
    for (let turn = 0; turn < 20; turn++) await nextTurn()
    expect(seen.calls).toBe(0)
    release.resolve()
    expect((await all).answers.map(({ body }) => body)).toEqual([
      '{"waited":true}',
      '{"calls":1}',
      '{"hello":"world"}',
    ])
  })

  it('goes on behind a body that nobody wanted, or ends with the answer [9112-9.3-2]', async () => {
    const { answers } = await exchange(
      server.port,
      `${post('Content-Length: 2000')}${' '.repeat(2000)}${NEXT}`,
      {
        answers: 2,
      },
    )
    expect(answers.map(({ status }) => status)).toEqual([413, 200])
    const large = await exchange(
      server.port,
      `${post('Content-Length: 900000')}${' '.repeat(900_000)}${NEXT}`,
      {
        untilClosed: true,
      },
    )
    expect(large.answers.map(({ status }) => status)).toEqual([413])
    expect(large.answers[0]?.headers.connection).toBe('close')
    expect(seen.calls).toBe(1)
  })

  it('ends with the answer to a request that says so, whatever comes behind it [9112-9.6-2, 9112-9.6-3]', async () => {
    expect(await alone(get('Connection: close'))).toEqual({ statuses: [200], closed: true, calls: 0 })
    expect(await alone(get('Connection: CLOSE, x'))).toEqual({ statuses: [200], closed: true, calls: 0 })
  })

  it('ends with an answer that says so, whatever comes behind it [9112-9.6-4, 9112-9.6-5]', async () => {
    expect(await alone(get('no colon'))).toEqual({ statuses: [400], closed: true, calls: 0 })
    const { statuses, closed, calls } = await alone(post('Content-Length: 900000'))
    expect({ statuses, closed, calls }).toEqual({ statuses: [413], closed: true, calls: 0 })
  })
})
