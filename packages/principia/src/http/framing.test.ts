import type { Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { route } from '../index.ts'
import { startQuiet, targetRoutes } from './fixtures/app.ts'
import { exchange } from './fixtures/raw.ts'

/** What is asked right behind every attack: were it ever answered, the attack would have been framed wrongly. */
const NEXT = 'GET /smuggled HTTP/1.1\r\nHost: test\r\n\r\n'

/** A message with lines as they are given, each ended by CRLF, and an empty one behind them. */
const message = (...lines: string[]) => [...lines, '', ''].join('\r\n')
const get = (...fields: string[]) => message('GET /hello HTTP/1.1', 'Host: test', ...fields)
const post = (...fields: string[]) =>
  message('POST /any HTTP/1.1', 'Host: test', 'Content-Type: application/json', ...fields)
const chunked = (body: string, ...fields: string[]) => post('Transfer-Encoding: chunked', ...fields) + body

/** A body that a recipient who reads the message differently would take for a request. */
const HIDDEN = 'GET /smuggled HTTP/1.1\r\nHost: test\r\n\r\n'

/** The status that it is refused with; the connection ends behind it. */
type Attack = readonly [name: string, status: number, send: string]

const lengths: Attack[] = [
  ['two that agree', 400, post('Content-Length: 2', 'Content-Length: 2') + '{}'],
  ['two that differ', 400, post('Content-Length: 2', 'Content-Length: 44') + '{}'],
  ['two that differ in case', 400, post('Content-Length: 2', 'CONTENT-LENGTH: 0') + '{}'],
  ['a list that agrees', 400, post('Content-Length: 2, 2') + '{}'],
  ['a list that differs', 400, post('Content-Length: 2, 44') + '{}'],
  ['a plus sign', 400, post('Content-Length: +2') + '{}'],
  ['a minus sign', 400, post('Content-Length: -2') + '{}'],
  ['minus zero', 400, post('Content-Length: -0')],
  ['a space inside', 400, post('Content-Length: 4 4') + '{}'],
  ['a tab inside', 400, post('Content-Length: 4\t4') + '{}'],
  ['hexadecimal with 0x', 400, post('Content-Length: 0x2') + '{}'],
  ['hexadecimal without', 400, post('Content-Length: 2c') + '{}'],
  ['a fraction', 400, post('Content-Length: 2.0') + '{}'],
  ['an exponent', 400, post('Content-Length: 2e0') + '{}'],
  ['an underscore', 400, post('Content-Length: 4_4') + '{}'],
  ['nothing', 400, post('Content-Length:') + '{}'],
  ['a word', 400, post('Content-Length: two') + '{}'],
  ['quotes', 400, post('Content-Length: "2"') + '{}'],
  ['digits of another script', 400, post('Content-Length: \xd9\xa2') + '{}'],
  ['2^64 and two', 400, post('Content-Length: 18446744073709551618') + '{}'],
  ['a hundred digits', 400, post(`Content-Length: ${'9'.repeat(100)}`) + '{}'],
  ['a semicolon', 400, post('Content-Length: 2;a=b') + '{}'],
  ['NUL behind it', 400, post('Content-Length: 2\x00') + '{}'],
  ['a vertical tab before it', 400, post('Content-Length: \x0b2') + '{}'],
  ['a space before the colon', 400, post('Content-Length : 2') + '{}'],
  ['a tab before the colon', 400, post('Content-Length\t: 2') + '{}'],
  ['a line folded before it', 400, post('Content-Length:\r\n 2') + '{}'],
  ['folded digits', 400, post('Content-Length: 4\r\n 4') + '{}'],
  ['a GET with two', 400, get('Content-Length: 0', 'Content-Length: 44')],
]

const both: Attack[] = [
  ['a length, then chunked', 400, post('Content-Length: 5', 'Transfer-Encoding: chunked') + '0\r\n\r\n'],
  ['chunked, then a length', 400, post('Transfer-Encoding: chunked', 'Content-Length: 5') + '0\r\n\r\n'],
  [
    'chunked, then no length at all',
    400,
    post('Transfer-Encoding: chunked', 'Content-Length: 0') + '0\r\n\r\n',
  ],
  ['a GET with both', 400, get('Content-Length: 5', 'Transfer-Encoding: chunked') + '0\r\n\r\n'],
  [
    'a length around a misspelt coding',
    400,
    post('Content-Length: 5', 'Transfer-Encoding: xchunked') + '0\r\n\r\n',
  ],
  ['a length around identity', 400, post('Content-Length: 2', 'Transfer-Encoding: identity') + '{}'],
]

const codings: Attack[] = [
  ['xchunked', 400, post('Transfer-Encoding: xchunked') + '0\r\n\r\n'],
  ['chunkedx', 400, post('Transfer-Encoding: chunkedx') + '0\r\n\r\n'],
  ['identity', 400, post('Transfer-Encoding: identity') + '{}'],
  ['gzip', 400, post('Transfer-Encoding: gzip') + '{}'],
  ['nothing', 400, post('Transfer-Encoding:') + '0\r\n\r\n'],
  ['only a comma', 400, post('Transfer-Encoding: ,') + '0\r\n\r\n'],
  ['chunked not last', 400, post('Transfer-Encoding: chunked, identity') + '0\r\n\r\n'],
  [
    'chunked not last, in two fields',
    400,
    post('Transfer-Encoding: chunked', 'Transfer-Encoding: identity') + '0\r\n\r\n',
  ],
  ['chunked twice in a list', 400, post('Transfer-Encoding: chunked, chunked') + '0\r\n\r\n'],
  [
    'chunked twice in two fields',
    400,
    post('Transfer-Encoding: chunked', 'Transfer-Encoding: chunked') + '0\r\n\r\n',
  ],
  ['identity, then chunked', 501, post('Transfer-Encoding: identity, chunked') + '0\r\n\r\n'],
  ['gzip, then chunked', 501, post('Transfer-Encoding: gzip, chunked') + '0\r\n\r\n'],
  ['in quotes', 400, post('Transfer-Encoding: "chunked"') + '0\r\n\r\n'],
  ['in single quotes', 400, post("Transfer-Encoding: 'chunked'") + '0\r\n\r\n'],
  ['with a parameter', 400, post('Transfer-Encoding: chunked;a=b') + '0\r\n\r\n'],
  ['with a space before the colon', 400, post('Transfer-Encoding : chunked') + '0\r\n\r\n'],
  ['with a tab before the colon', 400, post('Transfer-Encoding\t: chunked') + '0\r\n\r\n'],
  ['behind a vertical tab', 400, post('Transfer-Encoding: \x0bchunked') + '0\r\n\r\n'],
  ['before a vertical tab', 400, post('Transfer-Encoding: chunked\x0b') + '0\r\n\r\n'],
  ['behind a form feed', 400, post('Transfer-Encoding: \x0cchunked') + '0\r\n\r\n'],
  ['before NUL', 400, post('Transfer-Encoding: chunked\x00') + '0\r\n\r\n'],
  ['behind a no-break space', 400, post('Transfer-Encoding: \xa0chunked') + '0\r\n\r\n'],
  ['folded', 400, post('Transfer-Encoding:\r\n chunked') + '0\r\n\r\n'],
  ['folded behind a comma', 400, post('Transfer-Encoding: identity,\r\n chunked') + '0\r\n\r\n'],
  ['behind a bare CR', 400, post('X: a\rTransfer-Encoding: chunked') + '0\r\n\r\n'],
  ['behind a bare LF', 400, post('X: a\nTransfer-Encoding: chunked') + '0\r\n\r\n'],
  [
    'of HTTP/1.0',
    400,
    message('POST /any HTTP/1.0', 'Host: test', 'Transfer-Encoding: chunked') + '0\r\n\r\n',
  ],
  ['of a GET, misspelt', 400, get('Transfer-Encoding: chunke') + '0\r\n\r\n'],
  ['a name with a NUL', 400, post('Transfer-Encoding\x00: chunked') + '0\r\n\r\n'],
]

const chunks: Attack[] = [
  ['no size', 400, chunked('\r\n{}\r\n0\r\n\r\n')],
  ['a size that is no number', 400, chunked('g\r\n{}\r\n0\r\n\r\n')],
  ['a size with a plus', 400, chunked('+2\r\n{}\r\n0\r\n\r\n')],
  ['a size with a minus', 400, chunked('-2\r\n{}\r\n0\r\n\r\n')],
  ['a size with 0x', 400, chunked('0x2\r\n{}\r\n0\r\n\r\n')],
  ['a size in quotes', 400, chunked('"2"\r\n{}\r\n0\r\n\r\n')],
  ['a size with an underscore', 400, chunked('0_2\r\n{}\r\n0\r\n\r\n')],
  ['a size of 17 digits', 400, chunked('10000000000000002\r\n{}\r\n0\r\n\r\n')],
  ['a size of 2^64 - 1 and more', 400, chunked('fffffffffffffffff\r\n{}\r\n0\r\n\r\n')],
  ['a space before the size', 400, chunked(' 2\r\n{}\r\n0\r\n\r\n')],
  ['a space behind the size', 400, chunked('2 \r\n{}\r\n0\r\n\r\n')],
  ['a tab behind the size', 400, chunked('2\t\r\n{}\r\n0\r\n\r\n')],
  ['a bare LF behind the size', 400, chunked('2\n{}\r\n0\r\n\r\n')],
  ['a bare CR behind the size', 400, chunked('2\r{}\r\n0\r\n\r\n')],
  ['a bare LF in an extension', 400, chunked('2;a\n{}\r\n0\r\n\r\n')],
  ['a bare CR in an extension', 400, chunked('2;a\rb\r\n{}\r\n0\r\n\r\n')],
  ['NUL in an extension', 400, chunked('2;a\x00b\r\n{}\r\n0\r\n\r\n')],
  ['no CRLF behind the data', 400, chunked('2\r\n{}0\r\n\r\n')],
  ['only LF behind the data', 400, chunked('2\r\n{}\n0\r\n\r\n')],
  ['only CR behind the data', 400, chunked('2\r\n{}\r0\r\n\r\n')],
  ['data longer than its size', 400, chunked('1\r\n{}\r\n0\r\n\r\n')],
  ['something else than CRLF at the end', 400, chunked('2\r\n{}\r\n0\r\nX\r\n\r\n')],
  ['a bare LF at the end', 400, chunked('2\r\n{}\r\n0\n\n')],
]

const trailers: Attack[] = [
  ['a folded line', 400, chunked('0\r\nX: a\r\n b\r\n\r\n')],
  ['a space before the colon', 400, chunked('0\r\nX : a\r\n\r\n')],
  ['no colon', 400, chunked('0\r\nX\r\n\r\n')],
  ['no name', 400, chunked('0\r\n: a\r\n\r\n')],
  ['NUL', 400, chunked('0\r\nX: a\x00\r\n\r\n')],
  ['a bare LF', 400, chunked('0\r\nX: a\nY: b\r\n\r\n')],
  ['Content-Length', 400, chunked('0\r\nContent-Length: 44\r\n\r\n')],
  ['Transfer-Encoding', 400, chunked('0\r\nTransfer-Encoding: chunked\r\n\r\n')],
]

const fields: Attack[] = [
  ['a folded line', 400, get('X: a\r\n b')],
  ['a line folded with a tab', 400, get('X: a\r\n\tb')],
  ['a space before the first', 400, message('GET /hello HTTP/1.1', ' Host: test')],
  ['a tab before the first', 400, message('GET /hello HTTP/1.1', '\tHost: test')],
  ['no name', 400, get(': a')],
  ['no colon', 400, get('X')],
  ['a space in a name', 400, get('X Y: a')],
  ['a space before the colon', 400, get('X : a')],
  ['a tab before the colon', 400, get('X\t: a')],
  ['a NUL in a name', 400, get('X\x00Y: a')],
  ['a NUL in a value', 400, get('X: a\x00b')],
  ['a NUL for a value', 400, get('X: \x00')],
  ['DEL in a value', 400, get('X: a\x7fb')],
  ['a bare CR in a value', 400, get('X: a\rb')],
  ['a bare CR before the CRLF', 400, get('X: a\r')],
  ['a bare CR for a line end', 400, 'GET /hello HTTP/1.1\rHost: test\r\r'],
  ['a bare LF for a line end', 400, 'GET /hello HTTP/1.1\nHost: test\n\n'],
  ['a bare LF between two', 400, get('X: a\nY: b')],
  ['a bare LF at the end', 400, 'GET /hello HTTP/1.1\r\nHost: test\r\n\n'],
  ['letters beyond ASCII in a name', 400, get('X\xe9: a')],
  ['a name in parentheses', 400, get('(X): a')],
  ['a name of 100,000 characters', 431, get(`${'x'.repeat(100_000)}: a`)],
  ['a value of 100,000 characters', 431, get(`X: ${'x'.repeat(100_000)}`)],
  ['20,000 of one character', 431, get(...Array.from({ length: 20_000 }, () => 'a:'))],
]

const hosts: Attack[] = [
  ['none', 400, message('GET /hello HTTP/1.1')],
  ['two that agree', 400, get('Host: test')],
  ['two that differ', 400, get('Host: other')],
  ['a list', 400, message('GET /hello HTTP/1.1', 'Host: test, other')],
  ['a path', 400, message('GET /hello HTTP/1.1', 'Host: test/x')],
  ['user information', 400, message('GET /hello HTTP/1.1', 'Host: user@test')],
  ['a space', 400, message('GET /hello HTTP/1.1', 'Host: test other')],
  ['none for an absolute target', 400, message('GET http://test/hello HTTP/1.1')],
  ['two for an absolute target', 400, message('GET http://test/hello HTTP/1.1', 'Host: test', 'Host: test')],
]

const startLines: Attack[] = [
  ['HTTP/0.9', 400, 'GET /hello\r\n'],
  ['a version of 0.9', 505, message('GET /hello HTTP/0.9', 'Host: test')],
  ['a version of 1.2', 505, message('GET /hello HTTP/1.2', 'Host: test')],
  ['a version of 2.0', 505, message('GET /hello HTTP/2.0', 'Host: test')],
  ['a version of 3.0', 505, message('GET /hello HTTP/3.0', 'Host: test')],
  ['a version of two digits', 400, message('GET /hello HTTP/1.10', 'Host: test')],
  ['a version in lower case', 400, message('GET /hello http/1.1', 'Host: test')],
  ['a version with a space', 400, message('GET /hello HTTP/ 1.1', 'Host: test')],
  ['a version of another protocol', 400, message('GET /hello SPDY/1.1', 'Host: test')],
  ['a space behind the version', 400, message('GET /hello HTTP/1.1 ', 'Host: test')],
  ['a tab for a space', 400, message('GET\t/hello HTTP/1.1', 'Host: test')],
  ['a space in the target', 400, message('GET /hello /smuggled HTTP/1.1', 'Host: test')],
  ['a tab in the target', 400, message('GET /hel\tlo HTTP/1.1', 'Host: test')],
  ['a NUL in the target', 400, message('GET /hel\x00lo HTTP/1.1', 'Host: test')],
  ['a bare CR in the target', 400, message('GET /hel\rlo HTTP/1.1', 'Host: test')],
  ['a space before the method', 400, message(' GET /hello HTTP/1.1', 'Host: test')],
  ['a NUL before the method', 400, message('\x00GET /hello HTTP/1.1', 'Host: test')],
  ['a method with a NUL', 400, message('GE\x00T /hello HTTP/1.1', 'Host: test')],
  ['a method with a colon', 400, message('GET: /hello HTTP/1.1', 'Host: test')],
  ['a method in lower case', 501, message('get /hello HTTP/1.1', 'Host: test')],
  ['a method nobody knows', 501, message('BREW /hello HTTP/1.1', 'Host: test')],
  ['a method that begins like another', 501, message('GETS /hello HTTP/1.1', 'Host: test')],
  ['a method of 100,000 characters', 501, message(`${'A'.repeat(100_000)} /hello HTTP/1.1`, 'Host: test')],
  ['CONNECT', 501, message('CONNECT test:443 HTTP/1.1', 'Host: test:443')],
  [
    'CONNECT with a length',
    501,
    message('CONNECT test:443 HTTP/1.1', 'Host: test:443', 'Content-Length: 44'),
  ],
  ['a target too long for anything', 431, message(`GET /${'a'.repeat(200_000)} HTTP/1.1`, 'Host: test')],
  ['the preface of HTTP/2', 505, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['a TLS hello', 400, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
]

const attacks = Object.entries({
  lengths,
  both,
  codings,
  chunks,
  trailers,
  fields,
  hosts,
  startLines,
}).flatMap(([group, list]) =>
  list.map(([name, status, send]) => ({ name: `${group}: ${name}`, status, send })),
)

/** Messages that look odd and are right: they are answered, and so is what follows them, each once and in order. */
const sound: readonly [name: string, statuses: readonly number[], send: string][] = [
  ['empty lines first', [200], `\r\n\r\n${get()}`],
  ['two spaces in the request line', [200], message('GET  /hello  HTTP/1.1', 'Host: test')],
  ['names of fields in any case', [200], post('CONTENT-length: 2') + '{}'],
  ['spaces and tabs around a value', [200], post('Content-Length: \t 2 \t ') + '{}'],
  ['a length with leading zeros', [200], post('Content-Length: 0002') + '{}'],
  ['a coding in capitals', [200], post('Transfer-Encoding: CHUNKED') + '2\r\n{}\r\n0\r\n\r\n'],
  ['a size in capitals', [200], chunked(`A\r\n"${'x'.repeat(8)}"\r\n0\r\n\r\n`)],
  ['a size with leading zeros', [200], chunked('0000000002\r\n{}\r\n000\r\n\r\n')],
  [
    'an extension of a chunk',
    [200],
    chunked('2;name=value;other="quoted; \\" text"\r\n{}\r\n0;last\r\n\r\n'),
  ],
  ['a trailer', [200], chunked('2\r\n{}\r\n0\r\nX-Checksum: 1\r\n\r\n')],
  ['a byte in every chunk', [200], chunked('1\r\n{\r\n1\r\n}\r\n0\r\n\r\n')],
  ['an absolute target', [200], message('GET http://other/hello HTTP/1.1', 'Host: test')],
  ['OPTIONS of the whole server', [204], message('OPTIONS * HTTP/1.1', 'Host: test')],
  ['an empty Host', [200], message('GET /hello HTTP/1.1', 'Host:')],
  ['a target that is too long', [414], message(`GET /${'a'.repeat(9000)} HTTP/1.1`, 'Host: test')],
  ['a target of another scheme', [400], message('GET ftp://test/hello HTTP/1.1', 'Host: test')],
  ['a method that works elsewhere', [405], message('PUT /hello HTTP/1.1', 'Host: test')],
  ['TRACE', [501], message('TRACE /hello HTTP/1.1', 'Host: test')],
  ['PROPFIND', [501], message('PROPFIND /hello HTTP/1.1', 'Host: test')],
]

/** Bodies that nobody asked for, or that are refused unread. What is in them is never a request. */
const bodies: readonly [name: string, status: number, line: string, ...fields: string[]][] = [
  ['of a GET', 200, 'GET /hello HTTP/1.1'],
  ['of a GET that is not found', 404, 'GET /nothing HTTP/1.1'],
  ['of an OPTIONS', 204, 'OPTIONS /hello HTTP/1.1'],
  ['of a DELETE', 204, 'DELETE /things/1 HTTP/1.1'],
  ['of a TRACE', 501, 'TRACE /hello HTTP/1.1'],
  ['of another method than the route has', 405, 'POST /hello HTTP/1.1'],
  ['that nobody may send', 401, 'POST /private HTTP/1.1', 'Content-Type: application/json'],
  ['of another type', 415, 'POST /any HTTP/1.1', 'Content-Type: text/plain'],
  ['that is not JSON', 400, 'POST /any HTTP/1.1', 'Content-Type: application/json'],
  ['with an upgrade', 200, 'GET /hello HTTP/1.1', 'Connection: Upgrade', 'Upgrade: websocket'],
  ['behind a target that is none', 400, 'GET nothing HTTP/1.1'],
]

describe('the framing of a message', () => {
  const seen = { smuggled: 0 }
  let release = Promise.withResolvers<void>()
  let server: Awaited<ReturnType<typeof startQuiet>>
  beforeAll(async () => {
    server = await startQuiet({
      routes: [
        ...targetRoutes,
        route('GET /smuggled', { access: 'public' }, () => ({ smuggled: ++seen.smuggled })),
        route('GET /slow', { access: 'public' }, async () => {
          await release.promise
          return { slow: true }
        }),
      ],
    })
  })
  afterAll(() => server.stop())
  beforeEach(() => {
    seen.smuggled = 0
  })

  it('is attacked in more than eighty ways', () => {
    expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length)
    expect(attacks.length).toBeGreaterThan(80)
  })

  it.each(attacks)('$name: $status, and nothing more', async ({ send, status }) => {
    const { answers, closed, hung } = await exchange(server.port, send + NEXT, { untilClosed: true })
    expect({ statuses: answers.map((answer) => answer.status), closed, hung, ...seen }).toEqual({
      statuses: [status],
      closed: true,
      hung: false,
      smuggled: 0,
    })
  })

  it.each(attacks)('$name, a byte at a time: the same', async ({ send, status }) => {
    // The parser must not find in several packets what it refuses in one.
    const slowly = async (socket: Socket) => {
      const bytes = Buffer.from((send.length > 2000 ? '' : send) + NEXT, 'latin1')
      for (const byte of bytes) {
        if (!socket.writable) return
        socket.write(Buffer.of(byte))
        await nextTurn()
      }
    }
    if (send.length > 2000) return
    const { answers, closed, hung } = await exchange(server.port, slowly, { untilClosed: true })
    expect({ statuses: answers.map((answer) => answer.status), closed, hung, ...seen }).toEqual({
      statuses: [status],
      closed: true,
      hung: false,
      smuggled: 0,
    })
  })

  it.each(sound)('%s: %s, and the next request is answered as well', async (_name, statuses, send) => {
    const { answers } = await exchange(server.port, send + NEXT, { answers: statuses.length + 1 })
    expect(answers.map(({ status }) => status)).toEqual([...statuses, 200])
    expect(seen.smuggled).toBe(1)
  })

  it.each(
    bodies.flatMap(([name, status, line, ...own]) => {
      const start = message(line, 'Host: test', ...own)
      const withField = (field: string) => start.replace(/\r\n$/, `${field}\r\n\r\n`)
      return [
        { name, status, send: withField(`Content-Length: ${HIDDEN.length}`) + HIDDEN },
        {
          name: `${name}, in chunks`,
          status,
          send: `${withField('Transfer-Encoding: chunked')}${HIDDEN.length.toString(16)}\r\n${HIDDEN}\r\n0\r\n\r\n`,
        },
        {
          name: `${name}, of 200 KB`,
          status,
          send: withField(`Content-Length: ${HIDDEN.length * 5000}`) + HIDDEN.repeat(5000),
        },
      ]
    }),
  )('a body $name: $status, and what is in it is never a request', async ({ send, status }) => {
    const { answers, hung } = await exchange(
      server.port,
      `${send}GET /hello HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n`,
      {
        untilClosed: true,
      },
    )
    // The connection is kept where the rest of the body is short; otherwise it ends with the answer.
    const statuses = answers.map((answer) => answer.status)
    expect([[status], [status, 200]]).toContainEqual(statuses)
    expect({ hung, ...seen }).toEqual({ hung: false, smuggled: 0 })
  })

  it.each([
    ['to h2c', get('Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAA')],
    ['to WebSocket', get('Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13')],
    ['of a request with a body', post('connection: upgrade', 'Upgrade: h2c', 'Content-Length: 2') + '{}'],
  ])('an upgrade %s is not taken: the answer is the last one on its connection', async (_name, send) => {
    // Half of another request goes with it and half behind it, which looks like a request as well.
    const apart = async (socket: Socket) => {
      socket.write(`${send}POST /any HTTP/1.1\r\nHost: test\r\nContent-Length: ${NEXT.length}\r\n\r\n`)
      await nextTurn()
      socket.write(NEXT)
    }
    const { answers, closed } = await exchange(server.port, apart, { untilClosed: true })
    expect(answers.map(({ status, headers }) => [status, headers.connection])).toEqual([[200, 'close']])
    expect({ closed, ...seen }).toEqual({ closed: true, smuggled: 0 })
  })

  it('a HEAD with a body is one request as well', async () => {
    const send = message('HEAD /hello HTTP/1.1', 'Host: test', `Content-Length: ${HIDDEN.length}`) + HIDDEN
    await exchange(server.port, send + message('GET /hello HTTP/1.1', 'Host: test', 'Connection: close'), {
      untilClosed: true,
    })
    expect(seen.smuggled).toBe(0)
  })

  it('serves pipelined requests one after the other, however long one takes', async () => {
    release = Promise.withResolvers()
    const before = server.booted.dispatcher.inFlight()
    const pipelined = message('GET /slow HTTP/1.1', 'Host: test') + get() + NEXT + get()
    const all = exchange(server.port, pipelined, { answers: 4 })
    while (server.booted.dispatcher.inFlight() === before) await nextTurn()
    for (let turn = 0; turn < 20; turn++) await nextTurn()
    expect(seen.smuggled).toBe(0)
    release.resolve()
    expect((await all).answers.map(({ body }) => Object.keys(JSON.parse(body))[0])).toEqual([
      'slow',
      'hello',
      'smuggled',
      'hello',
    ])
  })

  it.each([
    ['CONNECT', message('CONNECT test:443 HTTP/1.1', 'Host: test:443')],
    ['what is no HTTP', 'NOT HTTP\r\n\r\n'],
    ['a message framed wrongly', post('Content-Length: 2', 'Content-Length: 3')],
  ])('never puts its refusal of %s before the answer that was due', async (_name, refused) => {
    release = Promise.withResolvers()
    const before = server.booted.dispatcher.inFlight()
    const all = exchange(server.port, message('GET /slow HTTP/1.1', 'Host: test') + refused + NEXT, {
      untilClosed: true,
    })
    while (server.booted.dispatcher.inFlight() === before) await nextTurn()
    release.resolve()
    const { answers, hung } = await all
    expect(answers[0]?.body).toBe('{"slow":true}')
    expect(answers.slice(1).filter(({ status }) => status < 400)).toEqual([])
    expect({ hung, ...seen }).toEqual({ hung: false, smuggled: 0 })
  })

  it('answers a client that has closed its half of the connection', async () => {
    release = Promise.withResolvers()
    const before = server.booted.dispatcher.inFlight()
    const all = exchange(
      server.port,
      (socket) => void socket.end(message('GET /slow HTTP/1.1', 'Host: test') + get()),
      { untilClosed: true },
    )
    while (server.booted.dispatcher.inFlight() === before) await nextTurn()
    release.resolve()
    expect((await all).answers.map(({ status }) => status)).toEqual([200, 200])
  })
})
