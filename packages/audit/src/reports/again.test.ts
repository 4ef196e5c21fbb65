import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { writeRequest, type RequestSpec } from '../wire/request.ts'
import { againOf } from './again.ts'
import { printing, quote } from './shell.ts'

const folder = mkdtempSync(join(tmpdir(), 'again-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function shell(line: string, path = process.env['PATH']): Promise<string> {
  const child = spawn('sh', ['-c', line], { env: { PATH: path }, stdio: ['ignore', 'pipe', 'ignore'] })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(child, 'close')
  return Buffer.concat(chunks).toString('latin1')
}

/** What a server gets when the line is run. */
async function received(spec: RequestSpec): Promise<{ line: string; bytes: string; expected: string }> {
  const bytes = Promise.withResolvers<string>()
  const server = createServer((socket: Socket) => {
    let all = ''
    socket.on('data', (chunk) => {
      all += chunk.toString('latin1')
      const length = Number(/^content-length: (\d+)/im.exec(all)?.[1] ?? 0)
      if (!all.includes('\r\n\r\n') || all.length < all.indexOf('\r\n\r\n') + 4 + length) return
      bytes.resolve(all)
      socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const expected = writeRequest(spec, new URL(origin).host).toString('latin1')
  const line = againOf({ origin, request: spec }, expected)
  await shell(line)
  server.close()
  return { line, bytes: await bytes.promise, expected }
}

/** A message as what it says, whatever the order of its fields and the space behind them. */
function said(message: string) {
  const [head = '', body] = message.split('\r\n\r\n')
  const [start, ...fields] = head.split(/ *\r\n/)
  return { start, body, fields: fields.filter((field) => !field.startsWith('User-Agent')).toSorted() }
}

describe('a line for curl says the same again', () => {
  const cases: Record<string, RequestSpec> = {
    GET: { path: '/a?b=c&d=%20' },
    'a path that is taken as it is': { path: '/a/../b//c/./{x}[1-3]' },
    'quotes and dollars': { path: "/it's", headers: { 'X-A': `"$HOME" 'b' \`c\`` } },
    'fields left out, empty and twice': {
      path: '/',
      headers: { Accept: undefined, 'User-Agent': undefined, 'X-Empty': '', 'X-Two': ['a', 'b'] },
    },
    JSON: { method: 'POST', path: '/notes', json: { title: "it's é" } },
    'a body without a type': { method: 'PUT', path: '/notes/1', body: 'plain' },
    'a body that looks like a file': { method: 'POST', path: '/', body: '@/etc/hostname' },
    'a body of lines': { method: 'POST', path: '/', body: 'a\nb\n' },
    'a body of bytes': { method: 'POST', path: '/', body: new Uint8Array([0, 255, 39, 37, 92, 10, 13]) },
    'a long body': { method: 'POST', path: '/', body: `{"a":"${'x'.repeat(2_000_000)}"}` },
    'another Host': { path: '/', headers: { Host: 'example.com' } },
    'a target without a path': { method: 'OPTIONS', path: '*' },
    'no content with another method': { method: 'DELETE', path: '/notes/1' },
    HEAD: { method: 'HEAD', path: '/' },
  }
  it.each(Object.entries(cases))('%s', async (_, spec) => {
    const { line, bytes, expected } = await received(spec)
    expect(line).toContain('curl ')
    expect(said(bytes)).toEqual(said(expected))
  })
})

describe('a line for a socket prints every byte', () => {
  const everyByte = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join('')
  const cases = {
    'every byte': everyByte + everyByte,
    'a digit after a control character': '\x001\x0778',
    runs: `POST / HTTP/1.1\r\n\r\n${'%'.repeat(100)}-${"'".repeat(5000)}${'\0'.repeat(70)}`,
    'a run of megabytes': `${'x'.repeat(5_000_000)}y`,
    'a run at the end': `a${'b'.repeat(64)}`,
    'a dash in front': '-n x',
    nothing: '',
    'tens of megabytes': `{${'a'.repeat(40 << 20)}}`,
  }
  it.each(Object.entries(cases))('%s', async (_, bytes) => {
    expect(await shell(printing(bytes))).toBe(bytes)
  })

  it('is sent to host and port', async () => {
    writeFileSync(join(folder, 'nc'), `#!/bin/sh\necho "$@" > '${folder}/args'\ncat > '${folder}/in'`, {
      mode: 0o755,
    })
    const bytes = 'GET / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n'
    await shell(
      againOf({ origin: 'http://[::1]:3000', request: undefined }, bytes),
      `${folder}:${process.env['PATH']}`,
    )
    expect(readFileSync(join(folder, 'args'), 'utf8')).toBe('-w 3 ::1 3000\n')
    expect(readFileSync(join(folder, 'in'), 'latin1')).toBe(bytes)
    expect(againOf({ origin: 'https://localhost', request: undefined }, bytes)).toContain(
      'openssl s_client -quiet -connect localhost:443 -servername localhost',
    )
  })

  it('ends its side where that was ended', () => {
    const exchange = { origin: 'http://localhost:3000', request: undefined, saidAll: true }
    expect(againOf(exchange, 'GET / HTTP/1.1')).toContain(' | nc -N -w 3 localhost 3000')
  })

  it('is used for a plain request that curl would change', () => {
    const origin = 'http://localhost:3000'
    for (const spec of [
      { path: '/a b' },
      { path: '/a#b' },
      { path: '/', headers: { 'X-A': 'caf\xe9' } },
      { path: '/', headers: { 'Content-Length': '5' }, body: 'abc', method: 'POST' },
      { path: '/', method: 'get' },
    ]) {
      const sent = writeRequest(spec, 'localhost:3000').toString('latin1')
      expect(againOf({ origin, request: spec }, sent)).toContain(' | nc -w 3 localhost 3000')
    }
  })

  it('is one however long a run is', () => {
    const bytes = 'x'.repeat(30_000_000)
    expect(printing(bytes)).toBe("head -c 30000000 /dev/zero | tr '\\0' 'x'")
  })

  it('is no command where nobody could read it', () => {
    const noise = Array.from({ length: 40_000 }, (_, index) => String(index)).join('')
    expect(againOf({ origin: 'http://localhost', request: undefined }, noise)).toMatch(/^# \d+ bytes/)
  })
})

it('quotes words for the shell', async () => {
  for (const word of ["it's", '$HOME `x` "y" \\', 'a\nb', '', '*', '~', '-n'])
    expect(await shell(`printf %s ${quote(word)}`)).toBe(word)
})
