import { deflateSync, gzipSync } from 'node:zlib'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startQuiet, targetRoutes } from './fixtures/app.ts'
import { exchange, type ExchangeOptions, type Payload } from './fixtures/raw.ts'

/** `closed`: the server ends the connection without an answer, since the client cannot or must not get one. */
type Outcome = number | 'closed'

interface Row extends ExchangeOptions {
  readonly name: string
  readonly send: Payload
  readonly expect: Outcome
}

const row = (name: string, expected: Outcome, send: Payload, options: ExchangeOptions = {}): Row => ({
  name,
  send,
  expect: expected,
  ...options,
})

const get = (target: string, ...fields: string[]) =>
  [`GET ${target} HTTP/1.1`, 'Host: test', ...fields, '', ''].join('\r\n')

const head = (method: string, target: string, fields: readonly string[]) =>
  [`${method} ${target} HTTP/1.1`, 'Host: test', ...fields, '', ''].join('\r\n')

/** A POST of JSON. A string goes out as UTF-8, bytes as they are. */
const post = (target: string, body: string | Buffer, ...fields: string[]) => {
  const bytes = Buffer.from(body)
  const type = fields.some((field) => /^content-type:/i.test(field)) ? [] : ['Content-Type: application/json']
  return Buffer.concat([
    Buffer.from(head('POST', target, [...type, ...fields, `Content-Length: ${bytes.length}`])),
    bytes,
  ])
}

const chunked = (target: string, ...chunks: string[]) =>
  head('POST', target, ['Content-Type: application/json', 'Transfer-Encoding: chunked']) + chunks.join('')

const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`

const order = { email: 'a@example.org', total: 5, lines: [{ sku: 'x', quantity: 1 }] }
const orderWith = (change: object) => JSON.stringify({ ...order, ...change })
const lines = (text: string) => `{"email":"a@example.org","total":5,"lines":${text}}`

/** Writes without end, at most `bytes` in all, until the server is fed up. */
const flood = (start: string, piece: string, bytes: number) => (socket: Socket) => {
  socket.write(start)
  let left = bytes
  const more = () => {
    while (left > 0 && socket.writable) {
      left -= piece.length
      if (!socket.write(piece)) return
    }
  }
  socket.on('drain', more)
  more()
}

const malformedJson: Row[] = [
  ['nothing but spaces', '   '],
  ['cut off in an object', '{"a":'],
  ['cut off in a string', '{"a":"b'],
  ['a trailing comma', '{"a":1,}'],
  ['single quotes', "{'a':1}"],
  ['a bare word', '{a:1}'],
  ['a comment', '{"a":1/*x*/}'],
  ['two documents', '{}{}'],
  ['NaN', '{"a":NaN}'],
  ['Infinity', '[Infinity]'],
  ['a hexadecimal number', '[0x10]'],
  ['a leading zero', '[01]'],
  ['a raw line break in a string', '"a\nb"'],
  ['a raw NUL in a string', '"a\u0000b"'],
  ['a bad escape', '"\\x41"'],
  ['half a \\u escape', '"\\u12"'],
  ['only brackets opening', '['.repeat(60)],
  ['arrays 65 deep', '['.repeat(65) + ']'.repeat(65)],
  ['arrays 100,000 deep', '['.repeat(100_000)],
  ['objects 30,000 deep', '{"a":'.repeat(30_000)],
  ['brackets hidden behind a backslash', `"\\\\"${'['.repeat(100)}`],
  ['__proto__', '{"__proto__":{"admin":true}}'],
  ['__proto__ with an escape', '{"\\u005f_proto__":{"admin":true}}'],
  ['__proto__ wholly escaped', '{"\\u005F\\u005F\\u0070\\u0072\\u006f\\u0074\\u006f\\u005f\\u005f":1}'],
  ['__proto__ far below', '[[{"a":[{"__proto__":null}]}]]'],
].map(([name = '', body = '']) => row(`body: ${name}`, 400, post('/any', body)))

const wrongBodies: Row[] = [
  row('body: bad UTF-8', 400, post('/any', Buffer.from([0x22, 0xff, 0xfe, 0x22]))),
  row('body: overlong UTF-8', 400, post('/any', Buffer.from([0x22, 0xc0, 0xaf, 0x22]))),
  row('body: a surrogate as UTF-8', 400, post('/any', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))),
  row('body: UTF-16', 400, post('/any', Buffer.from('{"a":1}', 'utf16le'))),
  row(
    'body: half of a surrogate pair',
    400,
    post('/orders', '{"email":"a@example.org","total":5,"lines":[{"sku":"\\ud800","quantity":1}]}'),
  ),
  row('body: an escaped NUL, which no database text can hold', 400, post('/any', '"\\u0000"')),
  row('body: an escaped NUL in the name of a member', 400, post('/any', '{"a\\u0000":1}')),
  row('body: an escaped backslash before u0000 is text', 200, post('/any', '"\\\\u0000"')),
  row('body: nesting as deep as allowed', 200, post('/any', '['.repeat(64) + ']'.repeat(64))),
  row('body: brackets inside a string do not count', 200, post('/any', JSON.stringify('['.repeat(1000)))),
  row('body: null', 422, post('/orders', 'null')),
  row('body: an array for an object', 422, post('/orders', '[]')),
  row('body: a string for an object', 422, post('/orders', '"x"')),
  row('body: a number for a string', 422, post('/orders', orderWith({ email: 5 }))),
  row('body: a string for a number', 422, post('/orders', orderWith({ total: '5' }))),
  row('body: an object for a list', 422, post('/orders', orderWith({ lines: { 0: 'x', length: 1 } }))),
  row('body: 1e999', 400, post('/orders', '{"email":"a@example.org","total":1e999,"lines":[]}')),
  row(
    'body: an integer beyond 2^53',
    400,
    post('/orders', lines('[{"sku":"x","quantity":99999999999999999999}]')),
  ),
  row('body: a fraction for an integer', 422, post('/orders', lines('[{"sku":"x","quantity":1.5}]'))),
  row(
    'body: minus zero',
    200,
    post('/orders', '{"email":"a@example.org","total":-0,"lines":[{"sku":"x","quantity":1}]}'),
  ),
  row('body: constructor', 422, post('/orders', orderWith({ constructor: { prototype: { admin: true } } }))),
  row(
    'body: toString, valueOf and hasOwnProperty',
    422,
    post('/orders', orderWith({ toString: 1, valueOf: 2, hasOwnProperty: 3 })),
  ),
  row(
    'body: 10,000 unknown fields',
    422,
    post(
      '/orders',
      JSON.stringify(Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`f${n}`, n]))),
    ),
  ),
  row(
    'body: one unknown field with a name of 100,000 characters',
    422,
    post('/orders', orderWith({ ['n'.repeat(100_000)]: 1 })),
  ),
  row('body: a list of 49,000', 422, post('/orders', lines(`[${'0,'.repeat(48_999)}0]`))),
  row(
    'body: a list of 60,000, more than 200,000 bytes need',
    400,
    post('/orders', lines(`[${'0,'.repeat(59_999)}0]`)),
  ),
  row(
    'body: a member given twice',
    400,
    post('/orders', '{"email":"a@example.org","email":"b@example.org"}'),
  ),
  row(
    'body: 150,000 characters where 1,000 may be',
    422,
    post('/orders', orderWith({ note: 'x'.repeat(150_000) })),
  ),
  row(
    'body: an email made to slow an expression down',
    422,
    post('/orders', orderWith({ email: `${'a.'.repeat(60_000)}@` })),
  ),
  row('body: none where one is needed', 422, head('POST', '/orders', ['Content-Length: 0'])),
  row('body: an empty chunked one', 422, chunked('/orders', '0\r\n\r\n')),
]

const sizes: Row[] = [
  row('size: one byte more than allowed', 413, post('/any', `"${'x'.repeat(199_999)}"`)),
  row(
    'size: announced as a petabyte',
    413,
    head('POST', '/any', ['Content-Type: application/json', 'Content-Length: 1125899906842624']),
  ),
  row(
    'size: announced beyond 2^64',
    400,
    head('POST', '/any', ['Content-Type: application/json', 'Content-Length: 99999999999999999999999']),
  ),
  row('size: 5 MB sent whole', 413, post('/any', `"${'x'.repeat(5_000_000)}"`)),
  row('size: chunks without end', 413, flood(chunked('/any'), chunk('x'.repeat(8192)), 4_000_000)),
  row(
    'size: one chunk announced as huge',
    413,
    flood(chunked('/any') + 'fffffff\r\n', 'x'.repeat(8192), 1_000_000),
  ),
  row('size: a million tiny chunks', 413, flood(chunked('/any'), chunk('x').repeat(500), 1_500_000)),
  row('size: chunk extensions without end', 413, flood(`${chunked('/any')}1;`, 'e'.repeat(8192), 100_000)),
  row(
    'size: trailers without end',
    431,
    flood(`${chunked('/any')}0\r\n`, `t: ${'x'.repeat(1000)}\r\n`, 100_000),
  ),
]

const mediaTypes: Row[] = [
  row('media: none', 415, head('POST', '/any', ['Content-Length: 2']) + '{}'),
  row('media: a form', 415, post('/any', 'a=1', 'Content-Type: application/x-www-form-urlencoded')),
  row('media: text', 415, post('/any', '{}', 'Content-Type: text/plain')),
  row('media: XML', 415, post('/any', '<a/>', 'Content-Type: application/xml')),
  row('media: multipart', 415, post('/any', '--x--', 'Content-Type: multipart/form-data; boundary=x')),
  row('media: gibberish', 415, post('/any', '{}', 'Content-Type: ;;;,,,///')),
  row('media: a type that only begins like JSON', 415, post('/any', '{}', 'Content-Type: application/jsonp')),
  row('media: JSON in latin1', 415, post('/any', '{}', 'Content-Type: application/json; charset=latin1')),
  row(
    'media: JSON in UTF-16, quoted',
    415,
    post('/any', '{}', 'Content-Type: application/json; charset="UTF-16"'),
  ),
  row(
    'media: two charsets',
    415,
    post('/any', '{}', 'Content-Type: application/json; charset=utf-8; charset=latin1'),
  ),
  row(
    'media: UTF-8 in other letters is JSON',
    200,
    post('/any', '{}', 'Content-Type: Application/JSON ;CharSet="UTF-8"'),
  ),
  row('media: a gzip bomb', 415, post('/any', gzipSync(Buffer.alloc(20_000_000)), 'Content-Encoding: gzip')),
  row('media: deflate', 415, post('/any', deflateSync('{}'), 'Content-Encoding: deflate')),
  row('media: an unheard-of coding', 415, post('/any', '{}', 'Content-Encoding: aws-chunked, x')),
]

const targets: Row[] = [
  row('path: half an escape', 400, get('/echo/%4')),
  row('path: an escape that is no hexadecimal', 400, get('/echo/%zz')),
  row('path: bad UTF-8', 400, get('/echo/%ff')),
  row('path: overlong UTF-8', 400, get('/files/%c0%af')),
  row('path: an overlong dot', 400, get('/files/%c0%ae%c0%ae/x')),
  row('path: a surrogate', 400, get('/echo/%ed%a0%80')),
  row('path: NUL', 400, get('/files/a%00.txt')),
  row('path: a line break', 400, get('/echo/a%0d%0aSet-Cookie:%20x=1')),
  row('path: DEL', 400, get('/echo/%7f')),
  row('path: a C1 control', 400, get('/echo/%c2%85')),
  row('path: ..', 400, get('/files/../../etc/passwd')),
  row('path: an encoded ..', 400, get('/files/%2e%2e/%2e%2e/etc/passwd')),
  row('path: a half-encoded ..', 400, get('/files/.%2E/x')),
  row('path: .', 400, get('/files/./x')),
  row('path: an encoded slash stays data', 200, get('/echo/a%2f..%2fb')),
  row('path: decoded once', 200, get('/echo/%252e%252e')),
  row('path: raw bytes beyond ASCII', 400, get('/echo/\xe9')),
  row('path: a raw control', 400, get('/echo/\x01')),
  row('path: a fragment', 400, get('/hello#x')),
  row('path: a backslash is a character like others', 200, get('/echo/..\\x')),
  row('path: too long for a path', 414, get(`/echo/${'a'.repeat(9000)}`)),
  row('path: too long for anything', 431, get(`/echo/${'a'.repeat(200_000)}`)),
  row('path: 4,000 slashes', 404, get('/'.repeat(4000))),
  row('path: 4,000 segments', 404, get('/a'.repeat(4000))),
  row('path: a parameter that is not a number', 404, get('/numbers/1x')),
  row('path: a number too big', 422, get(`/numbers/${'9'.repeat(30)}`)),
  row('target: relative', 400, get('hello')),
  row('target: empty', 400, get('')),
  row('target: *', 400, get('*')),
  row('target: another scheme', 400, get('ftp://test/hello')),
  row('target: absolute', 200, get('http://test/hello')),
  row('target: absolute with user information', 400, get('http://user:pass@test/hello')),
  row('target: absolute with a port that is none', 400, get('http://a.example:abc/hello')),
  row('target: absolute without a host', 400, get('http:///hello')),
  row('target: authority for GET', 400, get('test:80')),
]

const queries: Row[] = [
  row('query: half an escape', 400, get('/search?q=%')),
  row('query: bad UTF-8', 400, get('/search?q=%ff%fe')),
  row('query: NUL', 400, get('/search?q=a%00b')),
  row('query: raw bytes beyond ASCII', 400, get('/search?q=\xff')),
  row('query: 4,000 parameters', 400, get(`/search?${'a&'.repeat(4000)}`)),
  row('query: one name 900 times', 422, get(`/search?${'q=1&'.repeat(900)}`)),
  row('query: a list of 900', 422, get(`/search?${'tag=1&'.repeat(900)}`)),
  row('query: __proto__', 422, get('/search?__proto__=x')),
  row('query: constructor', 422, get('/search?constructor=x')),
  row('query: a name in brackets', 422, get('/search?__proto__[admin]=true')),
  row('query: twice', 422, get('/search?q=a&q=b')),
  row('query: an unknown name', 422, get('/search?nope=1')),
  row('query: a slash and a tilde in an unknown name given twice', 422, get('/search?a/~=1&a/~=2')),
  row('query: words for a number', 422, get('/search?page=two')),
  row('query: NaN', 422, get('/search?ratio=NaN')),
  row('query: Infinity', 422, get('/search?ratio=Infinity')),
  row('query: 1e999', 422, get('/search?ratio=1e999')),
  row('query: hexadecimal', 422, get('/search?page=0x10')),
  row('query: a number with a space', 422, get('/search?page=+1')),
  row('query: an integer beyond 2^53', 422, get('/search?page=9007199254740993')),
  row('query: 1 for true', 422, get('/search?on=1')),
  row('query: 8,000 characters for 100', 422, get(`/search?q=${'x'.repeat(8000)}`)),
  row('query: an empty number', 422, get('/search?page=')),
  row('query: nothing but separators', 200, get('/search?&&&')),
]

const fields: Row[] = [
  row('cookie: __proto__', 422, get('/cookie', 'Cookie: __proto__=x; constructor=y')),
  row('cookie: without a name or an equals sign', 422, get('/cookie', 'Cookie: =x; session; ;;;')),
  row('cookie: too long', 422, get('/cookie', `Cookie: session=${'x'.repeat(5000)}`)),
  row('cookie: 3,000 of them', 422, get('/cookie', `Cookie: ${'a=1; '.repeat(3000)}`)),
  row('headers: 250 of them', 431, get('/hello', ...Array.from({ length: 250 }, (_, n) => `X-${n}: 1`))),
  row('headers: 3,000 of them', 431, get('/hello', ...Array.from({ length: 3000 }, (_, n) => `X-${n}: 1`))),
  row('headers: one of 100,000 characters', 431, get('/hello', `X: ${'x'.repeat(100_000)}`)),
  row(
    'headers: without end',
    431,
    flood('GET /hello HTTP/1.1\r\nHost: test\r\n', `X: ${'x'.repeat(1000)}\r\n`, 3_000_000),
  ),
  row('headers: __proto__ and constructor', 200, get('/hello', '__proto__: x', 'constructor: y')),
  row('headers: a broken traceparent', 200, get('/hello', 'traceparent: 00-zz-xx-01')),
  row('headers: no Host', 400, 'GET /hello HTTP/1.1\r\n\r\n'),
  row('headers: two Hosts', 400, get('/hello', 'Host: other')),
  row('headers: the same Host twice', 400, get('/hello', 'hOST: test')),
  row('headers: a Host that is none', 400, 'GET /hello HTTP/1.1\r\nHost: te st/x\r\n\r\n'),
  row('headers: a Host with user information', 400, 'GET /hello HTTP/1.1\r\nHost: user@test\r\n\r\n'),
  ...[
    'a:b:c',
    'a.example:x',
    '[::1',
    '::1]',
    '%zz',
    '[g]:80',
    '::::',
    ':80',
    '[fe80::1%25eth0]',
    '[::1]x',
    'a%2',
  ].map((host) =>
    row(`headers: a Host that cannot be one, ${host}`, 400, `GET /hello HTTP/1.1\r\nHost: ${host}\r\n\r\n`),
  ),
  ...['a:', 'a_b.example:8080', '127.0.0.1:80', '[::1]', '[::ffff:1.2.3.4]:80', '[v1.a:b]', '%41', ''].map(
    (host) =>
      row(`headers: a Host that can be one, ${host}`, 200, `GET /hello HTTP/1.1\r\nHost: ${host}\r\n\r\n`),
  ),
  ...[
    'Authorization',
    'Proxy-Authorization',
    'Content-Type',
    'Content-Range',
    'If-Modified-Since',
    'If-Unmodified-Since',
    'If-Range',
    'Range',
    'Access-Control-Request-Method',
    'From',
    'Max-Forwards',
    'Referer',
    'User-Agent',
  ].map((name) =>
    row(`headers: two of ${name}`, 400, get('/hello', `${name}: a`, 'X: 1', `${name.toUpperCase()}: a`)),
  ),
  row(
    'headers: two of a list',
    200,
    get('/hello', 'Accept: text/html', 'Accept: */*', 'If-None-Match: "a"', 'If-None-Match: "b"'),
  ),
  row('headers: a space before the colon', 400, 'GET /hello HTTP/1.1\r\nHost : test\r\n\r\n'),
  row('headers: a folded line', 400, get('/hello', 'X: a\r\n b')),
  row('headers: a space before the first', 400, 'GET /hello HTTP/1.1\r\n Host: test\r\n\r\n'),
  row('headers: no name', 400, get('/hello', ': x')),
  row('headers: no colon', 400, get('/hello', 'nothing')),
  row('headers: a control character in a name', 400, get('/hello', 'X\x01: a')),
  row('headers: a control character in a value', 400, get('/hello', 'X: a\x01b')),
  row('headers: NUL in a value', 400, get('/hello', 'X: a\x00b')),
  row('headers: a bare CR in a value', 400, get('/hello', 'X: a\rY: b')),
  row('headers: bare LF as line ends', 400, 'GET /hello HTTP/1.1\nHost: test\n\n'),
  row('headers: a bare LF between fields', 400, 'GET /hello HTTP/1.1\r\nHost: test\nX: 1\r\n\r\n'),
  row('headers: an unknown expectation', 417, get('/hello', 'Expect: miracles')),
  row('headers: an upgrade nobody offers', 200, get('/hello', 'Connection: Upgrade', 'Upgrade: websocket')),
  row(
    'headers: an upgrade to h2c',
    200,
    get('/hello', 'Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAA'),
  ),
  row(
    'headers: a range of a thing without ranges',
    200,
    get('/hello', 'Range: bytes=0-18446744073709551615'),
  ),
  row('headers: an If-None-Match made of quotes', 200, get('/hello', `If-None-Match: ${'"'.repeat(10_001)}`)),
  row(
    'headers: an authorization made of spaces',
    401,
    post('/private', '{"a":"x"}', `Authorization: Bearer${' '.repeat(10_000)}`),
  ),
]

const startLines: Row[] = [
  row('method: lower case', 501, 'get /hello HTTP/1.1\r\nHost: test\r\n\r\n'),
  row('method: unheard of', 501, 'BREW /hello HTTP/1.1\r\nHost: test\r\n\r\n'),
  row('method: empty', 400, ' /hello HTTP/1.1\r\nHost: test\r\n\r\n'),
  row('method: with a control character', 400, 'GE\x00T /hello HTTP/1.1\r\nHost: test\r\n\r\n'),
  row('method: 10,000 characters', 501, `${'A'.repeat(10_000)} /hello HTTP/1.1\r\nHost: test\r\n\r\n`),
  row('method: TRACE', 501, head('TRACE', '/hello', ['Max-Forwards: 0'])),
  row('method: CONNECT', 501, head('CONNECT', 'test:443', [])),
  row('method: CONNECT with a path', 501, head('CONNECT', '/hello', [])),
  row('method: PROPFIND', 501, head('PROPFIND', '/hello', [])),
  row('method: POST where GET lives', 405, post('/hello', '{}')),
  row('method: DELETE of what is not there', 404, head('DELETE', '/nothing', [])),
  row('version: 0.9 without a word', 505, 'GET /hello\r\n\r\n'),
  row('version: 0.9', 505, 'GET /hello HTTP/0.9\r\n\r\n'),
  row('version: 1.0 is served', 200, 'GET /hello HTTP/1.0\r\n\r\n'),
  row('version: 1.2', 505, 'GET /hello HTTP/1.2\r\nHost: test\r\n\r\n'),
  row('version: 2.0', 505, 'GET /hello HTTP/2.0\r\nHost: test\r\n\r\n'),
  row('version: 9.9', 505, 'GET /hello HTTP/9.9\r\nHost: test\r\n\r\n'),
  row('version: words', 400, 'GET /hello HTTP/one\r\nHost: test\r\n\r\n'),
  row('version: another protocol', 400, 'GET /hello HTTPS/1.0\r\nHost: test\r\n\r\n'),
  row('version: the preface of HTTP/2', 505, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  row('protocol: a TLS hello', 400, Buffer.from('160301020001000001fc0303', 'hex')),
  row('protocol: SSH', 400, 'SSH-2.0-OpenSSH_9.6\r\n'),
  row('protocol: noise', 400, Buffer.alloc(4096, 0xa5)),
]

const framing: Row[] = [
  row('length: negative', 400, head('POST', '/any', ['Content-Length: -5']) + 'hello'),
  row('length: with a plus', 400, head('POST', '/any', ['Content-Length: +5']) + 'hello'),
  row('length: hexadecimal', 400, head('POST', '/any', ['Content-Length: 0x5']) + 'hello'),
  row('length: empty', 400, head('POST', '/any', ['Content-Length: ']) + 'hello'),
  row('length: a fraction', 400, head('POST', '/any', ['Content-Length: 5.0']) + 'hello'),
  row('length: a list', 400, head('POST', '/any', ['Content-Length: 5, 5']) + 'hello'),
  row('length: twice', 400, head('POST', '/any', ['Content-Length: 5', 'Content-Length: 5']) + 'hello'),
  row(
    'length: twice and different',
    400,
    head('POST', '/any', ['Content-Length: 5', 'Content-Length: 6']) + 'hello',
  ),
  row(
    'length: and chunked',
    400,
    head('POST', '/any', ['Content-Length: 5', 'Transfer-Encoding: chunked']) + '0\r\n\r\n',
  ),
  row(
    'coding: chunked, then a length',
    400,
    head('POST', '/any', ['Transfer-Encoding: chunked', 'Content-Length: 5']) + '0\r\n\r\n',
  ),
  row('coding: gzip only', 400, head('POST', '/any', ['Transfer-Encoding: gzip']) + 'x'),
  row(
    'coding: gzip under chunked',
    501,
    head('POST', '/any', ['Content-Type: application/json', 'Transfer-Encoding: gzip, chunked']) +
      '0\r\n\r\n',
  ),
  row(
    'coding: chunked not last',
    400,
    head('POST', '/any', ['Transfer-Encoding: chunked, gzip']) + '0\r\n\r\n',
  ),
  row('coding: misspelt', 400, head('POST', '/any', ['Transfer-Encoding: xchunked']) + '0\r\n\r\n'),
  row('chunk: a size that is no number', 400, chunked('/any', 'zz\r\nhello\r\n0\r\n\r\n')),
  row('chunk: a negative size', 400, chunked('/any', '-5\r\nhello\r\n0\r\n\r\n')),
  row('chunk: a size with 0x', 400, chunked('/any', '0x5\r\nhello\r\n0\r\n\r\n')),
  row('chunk: a size beyond 2^64', 400, chunked('/any', 'fffffffffffffffff\r\nhello\r\n0\r\n\r\n')),
  row('chunk: longer than its size', 400, chunked('/any', '3\r\nhello\r\n0\r\n\r\n')),
  row('chunk: bare LF after the size', 400, chunked('/any', '5\nhello\r\n0\r\n\r\n')),
  row('chunk: no size', 400, chunked('/any', '\r\nhello\r\n0\r\n\r\n')),
  row(
    'body: ends before its length, then half-closed',
    'closed',
    (socket) =>
      void socket.end(
        head('POST', '/any', ['Content-Type: application/json', 'Content-Length: 50']) + '{"a":',
      ),
  ),
  row(
    'body: a chunk cut off, then half-closed',
    'closed',
    (socket) => void socket.end(chunked('/any', 'ff\r\nhel')),
  ),
  row('headers cut off, then half-closed', 400, (socket) => void socket.end('GET /hello HTTP/1.1\r\nHos')),
  row('nothing at all, half-closed', 'closed', (socket) => void socket.end()),
]

const slow: Row[] = [
  row('slow: empty lines and nothing else', 408, flood('\r\n', '\r\n'.repeat(500), 200_000)),
  row('slow: headers that never end', 408, 'GET /hello HTTP/1.1\r\nHost: test\r\nX: ', { untilClosed: true }),
  row('slow: a byte of header at a time', 408, drip('GET /hello HTTP/1.1\r\nHost: test\r\nX: ', 'x'), {
    untilClosed: true,
  }),
  row(
    'slow: a body that never comes',
    408,
    head('POST', '/any', ['Content-Type: application/json', 'Content-Length: 50']),
    { untilClosed: true },
  ),
  row(
    'slow: a byte of body at a time',
    408,
    drip(head('POST', '/any', ['Content-Type: application/json', 'Content-Length: 50000']), ' '),
    { untilClosed: true },
  ),
  row('slow: a chunk at a time', 408, drip(chunked('/any'), chunk(' ')), { untilClosed: true }),
  row(
    'slow: a refused body that never comes',
    401,
    head('POST', '/private', ['Content-Type: application/json', 'Content-Length: 50']),
    { untilClosed: true },
  ),
  row('slow: not a word', 408, '', { untilClosed: true }),
]

/** Sends a first part at once and then a little, again and again, for as long as the server listens. */
function drip(start: string, drop: string) {
  return (socket: Socket) => {
    socket.write(start)
    const timer = setInterval(() => socket.write(drop), 50)
    socket.once('close', () => clearInterval(timer))
  }
}

const table = [
  malformedJson,
  wrongBodies,
  sizes,
  mediaTypes,
  targets,
  queries,
  fields,
  startLines,
  framing,
].flat()

describe('a hostile client', () => {
  let server: Awaited<ReturnType<typeof startQuiet>>
  let impatient: typeof server
  beforeAll(async () => {
    server = await startQuiet({ routes: targetRoutes })
    impatient = await startQuiet(
      { routes: targetRoutes },
      { limits: { headersTimeout: 400, requestTimeout: 800 } },
    )
  })
  afterAll(async () => {
    await server.stop()
    await impatient.stop()
  })

  const play = async (port: number, { send, expect: expected, ...options }: Row) => {
    const { answers, closed, hung } = await exchange(port, send, options)
    expect(hung, 'the server neither answered nor closed the connection').toBe(false)
    if (expected === 'closed') {
      expect({ closed, answers }).toEqual({ closed: true, answers: [] })
      return
    }
    expect(answers.map(({ status }) => status)).toEqual([expected])
    const [answer] = answers
    if (answer === undefined || expected < 400) return
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(JSON.parse(answer.body)).toMatchObject({
      type: expect.stringMatching(/^\/problems\/[a-z-]+$/),
      title: expect.any(String),
      status: expected,
      requestId: expect.stringMatching(/^[\da-f]{16}$/),
    })
    expect(answer.headers.server).toBeUndefined()
    expect(answer.body).not.toMatch(/node_modules|\.ts:|at .*\(/)
  }

  it('has more than a hundred ways', () => {
    const names = [...table, ...slow].map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeGreaterThan(100)
  })

  it.each(table)('$name: $expect', (attack) => play(server.port, attack))
  // All at once, so that their waiting does not add up.
  it.concurrent.each(slow)('$name: $expect', (attack) => play(impatient.port, attack))

  it.each([
    ['garbage behind a whole request', 'NOT HTTP AT ALL\r\n\r\n', [200]],
    ['a request cut off behind a whole one', 'GET /hello HT', [200, 408]],
    [
      'a second request with a bad length',
      'POST /any HTTP/1.1\r\nHost: test\r\nContent-Length: x\r\n\r\n',
      [200],
    ],
    ['a body behind a GET that has none', '{"a":1}', [200]],
  ])('gets an honest answer first: %s', async (_name, more, statuses) => {
    const { answers, hung } = await exchange(impatient.port, get('/hello') + more, { untilClosed: true })
    expect(hung).toBe(false)
    // The parser may see the garbage after the first answer has left; then it is told so, and nothing else.
    expect([statuses, [200, 400]]).toContainEqual(answers.map(({ status }) => status))
  })

  it('leaves nothing behind: an honest request is answered, and none is in flight [9110-2.3-1]', async () => {
    const { answers } = await exchange(server.port, post('/orders', JSON.stringify(order)))
    expect(answers.map(({ status, body }) => [status, JSON.parse(body)])).toEqual([[200, { lines: 1 }]])
    for (const { booted } of [server, impatient]) {
      await booted.dispatcher.whenIdle()
      expect(booted.dispatcher.inFlight()).toBe(0)
    }
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
    expect(({} as { admin?: unknown }).admin).toBeUndefined()
    expect(JSON.stringify(server.booted.ring.list()).length).toBeLessThan(1_000_000)
  })
})
