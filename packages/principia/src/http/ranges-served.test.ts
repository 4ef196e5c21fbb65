import { mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { readdir, readlink } from 'node:fs/promises'
import { once } from 'node:events'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { file, ranged, reply, route } from '../index.ts'
import { ask as askServer } from './fixtures/ask.ts'
import { nextRecord, startQuiet } from './fixtures/app.ts'

const bytes = Buffer.from(Array.from({ length: 2000 }, (_, index) => index % 251))
const changed = new Date('2026-11-06T08:49:37Z')
const folder = mkdtempSync(join(tmpdir(), 'principia-ranges-'))
const LARGE = 8_000_000
const read: string[] = []
let closed = 0

const fields = {
  etag: '"v1"',
  'last-modified': changed,
  'content-type': 'image/png',
  'content-language': 'en',
  'cache-control': 'max-age=60',
}
const store = {
  size: bytes.length,
  etag: '"v1"',
  lastModified: changed,
  type: 'image/png',
  async *read(first: number, last: number) {
    read.push(`${first}-${last}`)
    yield bytes.subarray(first, last + 1)
  },
  close: () => void closed++,
}

const routes = [
  route('GET /bytes', { access: 'public', ranges: true }, () => reply(200, bytes, fields)),
  route('GET /blob', { access: 'public' }, () => new Blob([bytes], { type: 'image/png' })),
  route('GET /text', { access: 'public', ranges: true }, () => 'žluťoučký'),
  route('GET /stored', { access: 'public' }, () => ranged(store)),
  route('GET /file', { access: 'public' }, () => file(join(folder, 'picture.png'), { etag: '"v1"' })),
  route('GET /large', { access: 'public' }, () => file(join(folder, 'large.bin'))),
  route('GET /whole-file', { access: 'public' }, () => file(join(folder, 'picture.png'), { ranges: false })),
  route('GET /empty', { access: 'public' }, () => ranged(new Uint8Array())),
  route('GET /plain', { access: 'public' }, () => reply(200, bytes, fields)),
  route('GET /gone', { access: 'public', ranges: true }, () => reply(404, bytes, fields)),
  route('GET /bad-tag', { access: 'public' }, () => ranged(bytes, { etag: 'v1' })),
  route('GET /bad-date', { access: 'public' }, () => ranged(bytes, { lastModified: new Date(Number.NaN) })),
  route('GET /late', { access: 'public', timeout: 30 }, async ({ signal }) => {
    await once(signal, 'abort')
    return ranged(store)
  }),
  route('GET /short', { access: 'public' }, () => ranged({ ...store, size: 3000 })),
  route('GET /long', { access: 'public' }, () =>
    ranged({ ...store, size: 1000, read: () => store.read(0, 1999) }),
  ),
]

let server: Awaited<ReturnType<typeof startQuiet>>
beforeAll(async () => {
  writeFileSync(join(folder, 'picture.png'), bytes)
  utimesSync(join(folder, 'picture.png'), changed, changed)
  writeFileSync(join(folder, 'large.bin'), Buffer.alloc(LARGE, 'x'))
  server = await startQuiet({ routes })
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  askServer(server.port, path, headers, method)

describe.each(['/bytes', '/blob', '/stored', '/file'])('RFC 9110 section 14: %s', (path) => {
  it('says that it may be asked for in part', async () => {
    const { status, headers, body } = await ask(path)
    expect([status, headers['accept-ranges'], headers['content-length']]).toEqual([200, 'bytes', '2000'])
    expect(body.equals(bytes)).toBe(true)
  })

  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=100-199', 100, 199],
    ['bytes=1900-', 1900, 1999],
    ['bytes=-1', 1999, 1999],
    ['bytes=-5000', 0, 1999],
    ['bytes=1990-5000', 1990, 1999],
    ['bytes=0-9,10-19', 0, 19],
    ['bytes=0-9,5000-', 0, 9],
  ])(
    '%s is one part [9110-14.2-3, 9110-14.4-2, 9110-15.3.7.1-1, 9110-15.3.7.2-5]',
    async (range, first, last) => {
      const { status, headers, body } = await ask(path, { range })
      expect([status, headers['content-range']]).toEqual([206, `bytes ${first}-${last}/2000`])
      expect([headers['content-length'], headers['content-type']]).toEqual([
        `${last - first + 1}`,
        'image/png',
      ])
      expect(body.equals(bytes.subarray(first, last + 1))).toBe(true)
    },
  )

  it('section 15.3.7.2: several are sent as multipart/byteranges, in the order of the request [9110-8.3.3-1, 9110-15.3.7.2-1, 9110-15.3.7.2-2, 9110-15.3.7.2-3, 9110-15.3.7.2-4, 9110-15.3.7.2-6]', async () => {
    const { status, headers, body } = await ask(path, { range: 'bytes=1000-1004,0-1,-3' })
    expect([status, headers['content-range'], headers['content-length']]).toEqual([
      206,
      undefined,
      String(body.length),
    ])
    const boundary = /^multipart\/byteranges; boundary=([\da-f]{32})$/.exec(
      headers['content-type'] ?? '',
    )?.[1]
    const part = (from: number, to: number) =>
      `--${boundary}\r\nContent-Type: image/png\r\nContent-Range: bytes ${from}-${to}/2000\r\n\r\n` +
      `${bytes.toString('latin1', from, to + 1)}\r\n`
    expect(body.toString('latin1')).toBe(
      `${part(1000, 1004)}${part(0, 1)}${part(1997, 1999)}--${boundary}--\r\n`,
    )
  })

  it.each(['bytes=2000-', 'bytes=-0', 'bytes=5000-6000,9999-'])(
    'section 15.5.17: %s is a 416 [9110-14.2-4, 9110-14.4-3, 9110-15.5.17-1]',
    async (range) => {
      const { status, headers, body } = await ask(path, { range })
      expect([status, headers['content-range']]).toEqual([416, 'bytes */2000'])
      expect(JSON.parse(body.toString())).toMatchObject({ type: '/problems/range-not-satisfiable' })
    },
  )

  it.each(['lines=0-1', 'bytes=9-1', 'bytes=a-b', 'bytes', `bytes=${'0-0,'.repeat(20)}`])(
    'section 14.2: %s is ignored [9110-14.2-2]',
    async (range) => {
      const { status, headers, body } = await ask(path, { range })
      expect([status, headers['content-range'], body.length]).toEqual([200, undefined, 2000])
    },
  )

  it('section 14.2: only GET knows ranges [9110-14.2-1]', async () => {
    const { status, headers, body } = await ask(path, { range: 'bytes=0-0' }, 'HEAD')
    expect([status, headers['content-length'], headers['content-range'], body.length]).toEqual([
      200,
      '2000',
      undefined,
      0,
    ])
  })

  it('section 9.3.2: HEAD has the fields of GET [9110-9.3.2-2]', async () => {
    const own = (headers: object) =>
      Object.fromEntries(Object.entries(headers).filter(([name]) => !['x-request-id', 'date'].includes(name)))
    expect(own((await ask(path, {}, 'HEAD')).headers)).toEqual(own((await ask(path)).headers))
  })
})

describe.each(['/bytes', '/stored', '/file'])(
  'RFC 9110 section 13: conditions of ranges of %s [9110-13.1.5-3, 9110-13.1.5-4, 9110-13.1.5-5]',
  (path) => {
    const range = 'bytes=0-9'
    const later = 'Fri, 06 Nov 2026 08:49:38 GMT'
    it.each<[headers: Record<string, string>, status: number]>([
      [{ 'if-range': '"v1"' }, 206],
      [{ 'if-range': '"v0"' }, 200],
      [{ 'if-range': 'W/"v1"' }, 200],
      [{ 'if-range': changed.toUTCString() }, 206],
      [{ 'if-range': later }, 200],
      [{ 'if-range': '"v0"', range: 'bytes=9999-' }, 200],
      [{ 'if-none-match': '"v1"' }, 304],
      [{ 'if-none-match': '"v0"' }, 206],
      [{ 'if-match': '"v1"' }, 206],
      [{ 'if-match': '"v0"' }, 412],
      [{ 'if-match': '"v0"', range: 'bytes=9999-' }, 412],
      [{ 'if-unmodified-since': changed.toUTCString() }, 206],
      [{ 'if-modified-since': changed.toUTCString() }, 304],
    ])('%j: %i', async (headers, status) => {
      expect((await ask(path, { range, ...headers })).status).toBe(status)
    })
  },
)

describe('RFC 9110 section 15.3.7: a 206', () => {
  it('has the fields that a 200 would have [9110-15.3.7-3]', async () => {
    const { headers } = await ask('/bytes', { range: 'bytes=0-9' })
    expect(headers).toMatchObject({
      etag: '"v1"',
      'last-modified': changed.toUTCString(),
      'content-language': 'en',
      'cache-control': 'max-age=60',
      'content-type': 'image/png',
    })
  })

  it('leaves out what the client has already, as its If-Range says [9110-15.3.7-2]', async () => {
    const { headers, names } = await ask('/bytes', { range: 'bytes=0-9', 'if-range': '"v1"' })
    expect(headers).toMatchObject({ etag: '"v1"', 'cache-control': 'max-age=60' })
    for (const name of ['last-modified', 'content-language', 'content-type'])
      expect(names).not.toContain(name)
  })
})

describe('what cannot be asked for in part', () => {
  it.each([
    ['/plain', 200],
    ['/whole-file', 200],
    ['/gone', 404],
  ])('%s', async (path, status) => {
    const answer = await ask(path, { range: 'bytes=0-9' })
    expect([answer.status, answer.headers['accept-ranges'], answer.body.length]).toEqual([
      status,
      undefined,
      2000,
    ])
  })

  it('what is empty', async () => {
    const { status, body } = await ask('/empty', { range: 'bytes=-5' })
    expect([status, body.length, (await ask('/empty', { range: 'bytes=0-' })).status]).toEqual([200, 0, 416])
  })
})

it('text is counted in bytes', async () => {
  const { headers, body } = await ask('/text', { range: 'bytes=0-1' })
  expect([headers['content-range'], body.toString()]).toEqual(['bytes 0-1/13', 'ž'])
})

it('of what is stored only the parts that are asked for are read, and it is closed', async () => {
  read.length = 0
  closed = 0
  await ask('/stored', { range: 'bytes=0-1,500-501' })
  await ask('/stored', {}, 'HEAD')
  await ask('/stored', { 'if-none-match': '"v1"' })
  expect([read, closed]).toEqual([['0-1', '500-501'], 3])
})

it('what is stored is closed as well when the answer comes too late', async () => {
  closed = 0
  expect((await ask('/late')).status).toBe(503)
  await vi.waitUntil(() => closed === 1)
})

describe('RFC 9112 section 6.3: an announced length is kept, or the connection ends', () => {
  it.each([
    ['/short', 'ended before'],
    ['/long', 'grew beyond'],
  ])('%s', async (path, why) => {
    const recorded = nextRecord(server)
    await expect(ask(path)).rejects.toThrow()
    expect((await recorded).error).toContain(why)
  })

  it.each([
    ['/bad-tag', 'Stored content has the ETag "v1"'],
    ['/bad-date', 'invalid date'],
  ])('%s: validators that are none are a fault of the program', async (path, why) => {
    const recorded = nextRecord(server)
    expect((await ask(path)).status).toBe(500)
    expect((await recorded).error).toContain(why)
  })

  it('a file that becomes shorter while it is sent', async () => {
    const recorded = nextRecord(server)
    const socket = connect(server.port, '127.0.0.1')
    socket.write('GET /large HTTP/1.1\r\nHost: test\r\n\r\n')
    await once(socket, 'data')
    socket.pause()
    truncateSync(join(folder, 'large.bin'), 1000)
    socket.resume()
    await once(socket, 'close')
    writeFileSync(join(folder, 'large.bin'), Buffer.alloc(LARGE, 'x'))
    expect(await recorded).toMatchObject({ aborted: true })
    expect(socket.bytesRead).toBeLessThan(LARGE)
  })
})

// Open files can only be counted where the system shows them.
describe.skipIf(process.platform !== 'linux')('a file that is sent', () => {
  it('is read no faster than the client takes it, and closed when the client leaves', async () => {
    const recorded = nextRecord(server)
    const socket = connect(server.port, '127.0.0.1')
    socket.write('GET /large HTTP/1.1\r\nHost: test\r\n\r\n')
    await once(socket, 'data')
    socket.pause()
    expect(await openFiles()).toBe(1)
    socket.destroy()
    expect((await recorded).responseBytes).toBeLessThan(LARGE)
    while ((await openFiles()) > 0) await new Promise(setImmediate)
  })

  it('is closed when it was sent, and when nothing of it was', async () => {
    await ask('/large')
    await ask('/large', { range: 'bytes=0-0,-1,500-600' })
    await ask('/large', {}, 'HEAD')
    await ask('/large', { 'if-match': '"other"' })
    await ask('/large', { range: 'bytes=99999999-' })
    while ((await openFiles()) > 0) await new Promise(setImmediate)
  })
})

/** How often this process has one of the folder's files open. */
async function openFiles(): Promise<number> {
  const links = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  )
  return links.filter((path) => path.startsWith(folder)).length
}
