import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defineAccess, media, problems, route, t } from '../index.ts'
import { nextRecord, startQuiet } from './fixtures/app.ts'
import { exchange, parseAnswers } from './fixtures/raw.ts'

/** Tells a test what happened inside a handler; made anew by each test that waits for it. */
let inside = Promise.withResolvers<unknown>()
let begun = Promise.withResolvers<void>()
let source = new Readable()
let webSource = new ReadableStream<Uint8Array>()
const ran: string[] = []

const nobody = defineAccess('nobody', {
  check: () => {
    throw problems.unauthorized()
  },
})
const later = defineAccess('later', {
  check: async ({ signal }) => {
    await once(signal, 'abort')
    return { id: 'late' }
  },
})

const waitForAbort = ({ signal }: { signal: AbortSignal }) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      inside.resolve(signal.reason)
      reject(signal.reason)
    })
    begun.resolve()
  })

const stream = { 200: media('application/octet-stream') }
const anything = t.Unknown()

const routes = [
  route('GET /late', { access: 'public', timeout: 50 }, waitForAbort),
  route('GET /wait', { access: 'public' }, waitForAbort),
  route('GET /late-access', { access: later, timeout: 50 }, () => void ran.push('late-access')),
  route(
    'POST /late-body',
    { access: 'public', timeout: 50, body: anything },
    () => void ran.push('late-body'),
  ),
  route('GET /late-stream', { access: 'public', timeout: 100, responses: stream }, () => source),
  route('GET /stream', { access: 'public', responses: stream }, () => source),
  route('GET /generated', { access: 'public', responses: stream }, async function* () {
    yield 'one '
    yield new TextEncoder().encode('two')
  }),
  route(
    'GET /web-stream',
    { access: 'public', responses: stream },
    () => new Response('from the web').body ?? '',
  ),
  route('GET /idle-web-stream', { access: 'public', responses: stream }, () => webSource),
  route('GET /failing-stream', { access: 'public', responses: stream }, () =>
    Readable.from(
      (function* () {
        yield 'begun'
        throw new Error('the disk is gone')
      })(),
    ),
  ),
  route('GET /wrong-stream', { access: 'public', responses: stream }, () =>
    Readable.from([{ not: 'bytes' }]),
  ),
  route('POST /upload', { access: 'public', body: anything, bodyLimit: 100_000 }, () => ({ ok: true })),
  route('POST /closed', { access: nobody, body: anything }, () => ({ ok: true })),
]

let server: Awaited<ReturnType<typeof startQuiet>>
beforeAll(async () => {
  server = await startQuiet({ routes })
})
afterAll(() => server.stop())

const reset = () => {
  inside = Promise.withResolvers()
  begun = Promise.withResolvers()
}

const post = (path: string, length: number, ...fields: string[]) =>
  [
    `POST ${path} HTTP/1.1`,
    'Host: test',
    'Content-Type: application/json',
    `Content-Length: ${length}`,
    ...fields,
    '',
    '',
  ].join('\r\n')

describe('the deadline', () => {
  it('answers 503 with Retry-After and tells the work to stop', async () => {
    reset()
    const answer = await fetch(`${server.url}/late`)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await answer.json()).toMatchObject({ type: '/problems/deadline-exceeded' })
    expect(await inside.promise).toMatchObject({ problem: 'deadline-exceeded' })
  })

  it.each([
    ['while the access rule still decided', 'GET /late-access HTTP/1.1\r\nHost: test\r\n\r\n', ''],
    ['while the body still arrived', post('/late-body', 2), '{}'],
  ])('passed %s: the handler is not begun any more', async (_name, start, rest) => {
    const recorded = nextRecord(server)
    const socket = connect(server.port, '127.0.0.1')
    socket.write(start)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(parseAnswers(answer.toString())[0]?.status).toBe(503)
    socket.end(rest)
    await once(socket.resume(), 'close')
    expect(await recorded).toMatchObject({ status: 503 })
    expect(ran).toEqual([])
  })

  it('cuts a stream off, and destroys what it came from', async () => {
    source = new Readable({ read() {} })
    source.push('begun')
    const recorded = nextRecord(server)
    const answer = await fetch(`${server.url}/late-stream`)
    await expect(answer.text()).rejects.toThrow()
    expect(await recorded).toMatchObject({ aborted: true, status: 200 })
    expect(source.destroyed).toBe(true)
  })
})

describe('a client that leaves', () => {
  it('stops the work, and is recorded as gone', async () => {
    reset()
    const recorded = nextRecord(server)
    const leave = new AbortController()
    const answer = fetch(`${server.url}/wait`, { signal: leave.signal })
    await begun.promise
    leave.abort()
    await expect(answer).rejects.toThrow()
    expect(await inside.promise).toMatchObject({ name: 'ClientGone' })
    expect(await recorded).toMatchObject({ status: 499, aborted: true, error: undefined })
  })

  it('before its turn, behind another request of the same connection, leaves nothing in flight', async () => {
    reset()
    const socket = connect(server.port, '127.0.0.1')
    socket.write('GET /wait HTTP/1.1\r\nHost: test\r\n\r\nGET /generated HTTP/1.1\r\nHost: test\r\n\r\n')
    await begun.promise
    socket.destroy()
    await server.booted.dispatcher.whenIdle()
    expect(server.booted.dispatcher.inFlight()).toBe(0)
  })

  it('in the middle of its upload is recorded as gone', async () => {
    const recorded = nextRecord(server)
    const socket = connect(server.port, '127.0.0.1')
    socket.write(`${post('/upload', 1000)}{"a":`, () => socket.destroySoon())
    expect(await recorded).toMatchObject({ status: 499, aborted: true })
  })

  it('in the middle of a stream: its source is destroyed', async () => {
    source = new Readable({ read() {} })
    source.push('x'.repeat(100))
    const recorded = nextRecord(server)
    const socket = connect(server.port, '127.0.0.1')
    socket.write('GET /stream HTTP/1.1\r\nHost: test\r\n\r\n')
    await once(socket, 'data')
    socket.destroy()
    expect(await recorded).toMatchObject({ aborted: true })
    if (!source.closed) await once(source, 'close')
    expect(source.destroyed).toBe(true)
  })
})

describe('a streamed answer', () => {
  it('may come from a web stream', async () => {
    expect(await (await fetch(`${server.url}/web-stream`)).text()).toBe('from the web')
  })

  it.each(['/stream', '/idle-web-stream'])(
    '%s: the source is told when the client leaves while it waits',
    async (path) => {
      const cancelled = Promise.withResolvers<void>()
      webSource = new ReadableStream({
        start: (controller) => controller.enqueue(Buffer.from('begun')),
        cancel: () => cancelled.resolve(),
      })
      source = new Readable({
        objectMode: true,
        read() {},
        destroy: (_error, done) => (cancelled.resolve(), done()),
      })
      source.push('begun')
      const leave = new AbortController()
      const { body } = await fetch(`${server.url}${path}`, { signal: leave.signal })
      await body?.getReader().read()
      leave.abort()
      await cancelled.promise
    },
  )

  it('is sent piece by piece, and counted', async () => {
    const recorded = nextRecord(server)
    const answer = await fetch(`${server.url}/generated`)
    expect(await answer.text()).toBe('one two')
    expect(answer.headers.get('etag')).toBeNull()
    expect(await recorded).toMatchObject({ status: 200, responseBytes: 7, aborted: false })
  })

  it('waits for a slow reader instead of filling memory', async () => {
    const piece = Buffer.alloc(65_536)
    let produced = 0
    const waiting = Promise.withResolvers<void>()
    source = new Readable({
      read() {
        produced += piece.length
        this.push(produced > 64 << 20 ? null : piece)
      },
    })
    source.on('pause', () => waiting.resolve())
    const recorded = nextRecord(server)
    const socket = connect(server.port, '127.0.0.1').pause()
    socket.write('GET /stream HTTP/1.1\r\nHost: test\r\n\r\n')
    await waiting.promise
    expect(produced).toBeLessThan(16 << 20)
    socket.destroy()
    await recorded
  })

  it.each(['/failing-stream', '/wrong-stream'])(
    '%s: one that fails is cut off, so that nobody takes it for whole',
    async (path) => {
      const recorded = nextRecord(server)
      await expect(fetch(`${server.url}${path}`).then((answer) => answer.text())).rejects.toThrow()
      expect(await recorded).toMatchObject({
        aborted: true,
        error: expect.stringContaining('internal-error'),
      })
    },
  )

  it('is given up unread when only its headers were asked for', async () => {
    source = new Readable({ read() {} })
    const answer = await fetch(`${server.url}/stream`, { method: 'HEAD' })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/octet-stream'])
    if (!source.closed) await once(source, 'close')
    expect(source.destroyed).toBe(true)
  })
})

describe('Expect: 100-continue', () => {
  const expectation = 'Expect: 100-continue'

  it('is granted when the body is wanted [9110-10.1.1-2, 9110-10.1.1-5]', async () => {
    const { answers } = await exchange(
      server.port,
      (socket) => {
        socket.write(post('/upload', 2, expectation))
        socket.once('data', () => socket.write('{}'))
      },
      { answers: 2 },
    )
    expect(answers.map(({ status }) => status)).toEqual([100, 200])
  })

  it.each([
    ['too large', '/upload', 200_000, 413],
    ['nobody may send it', '/closed', 2, 401],
    ['nothing there takes it', '/nowhere', 2, 404],
  ])(
    'is refused at once when it is %s or so [9110-10.1.1-3, 9110-10.1.1-4]',
    async (_name, path, length, status) => {
      const { answers, closed } = await exchange(server.port, post(path, length, expectation), {
        untilClosed: true,
      })
      expect(answers.map((answer) => answer.status)).toEqual([status])
      // Whether the body still comes is unknown, and so is where the next request would begin.
      expect([closed, answers[0]?.headers.connection]).toEqual([true, 'close'])
    },
  )

  it('of HTTP/1.0 is ignored', async () => {
    const { answers } = await exchange(
      server.port,
      post('/upload', 2, expectation).replace('HTTP/1.1', 'HTTP/1.0') + '{}',
    )
    expect(answers.map(({ status }) => status)).toEqual([200])
  })
})

describe('a refused body', () => {
  it('that is short does not cost the connection [9110-10.1.1-3]', async () => {
    const text = JSON.stringify('x'.repeat(60_000))
    const next = 'GET /nowhere HTTP/1.1\r\nHost: test\r\n\r\n'
    const { answers } = await exchange(server.port, post('/closed', text.length) + text + next, {
      answers: 2,
    })
    expect(answers.map(({ status, headers }) => [status, headers.connection])).toEqual([
      [401, 'keep-alive'],
      [404, 'keep-alive'],
    ])
  })

  it.each([
    ['reads while it writes', false],
    ['writes everything before it reads', true],
  ])('of 50 MB: a client that %s sees the 413', async (_name, writesFirst) => {
    const piece = Buffer.alloc(1 << 20, 0x20)
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true })
    const closed = once(socket, 'close')
    let received = ''
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()))
    if (writesFirst) socket.pause()
    socket.write(post('/upload', 50 << 20))
    for (let sent = 0; sent < 50 && socket.writable; sent++) {
      if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), closed])
    }
    socket.resume().end()
    await closed
    expect(parseAnswers(received).map(({ status }) => status)).toEqual([413])
  })

  it('of 50 MB through node:http is answered with 413', async () => {
    const upload = httpRequest(`${server.url}/upload`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
    })
    Readable.from(
      (function* () {
        for (let sent = 0; sent < 50; sent++) yield Buffer.alloc(1 << 20, 0x20)
      })(),
    ).pipe(upload)
    const [answer] = await once(upload, 'response')
    expect(answer.statusCode).toBe(413)
    upload.on('error', () => undefined)
    upload.destroy()
    await server.booted.dispatcher.whenIdle()
  })
})
