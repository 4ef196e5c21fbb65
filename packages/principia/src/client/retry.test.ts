import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { app, route, t } from '../index.ts'
import {
  createClient,
  DeadlineExceeded,
  NetworkFailure,
  UnexpectedAnswer,
  type ClientOptions,
} from './index.ts'
import { retryAfter } from './retry.ts'

const counter = app({
  name: 'counter',
  routes: [
    route('GET /count', { access: 'public', responses: { 200: t.Integer() } }, () => 0),
    route('PUT /count', { access: 'public', body: t.Unknown(), responses: { 200: t.Integer() } }, () => 0),
    route('POST /count', { access: 'public', responses: { 200: t.Integer() } }, () => 0),
  ],
})

/** A server that answers each request with the next of these, and a client of it. */
async function serve(answers: readonly RequestListener[], options: Partial<ClientOptions> = {}) {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.headers['idempotency-key'] ?? ''}`.trim())
    const answer = answers[Math.min(seen.length, answers.length) - 1] as RequestListener
    request.resume().on('end', () => answer(request, response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    api: createClient<typeof counter>({ baseUrl, ...options }),
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const one: RequestListener = (_, response) => json(response, 200, 1)
const busy =
  (status: number, after = '0'): RequestListener =>
  (_, response) =>
    json(response.setHeader('retry-after', after), status, {})
const hangUp: RequestListener = ({ socket }) => socket.destroy()
const halfAnAnswer: RequestListener = ({ socket }, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 10 })
  response.write('1', () => socket.destroy())
}
const never: RequestListener = () => undefined
const page: RequestListener = (_, response) =>
  response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

test('a 409 is repeated only where it says when, as of an attempt that is still under way', async () => {
  await using server = await serve([busy(409), one])
  expect(await server.api.ok('PUT /count', { body: 1 })).toBe(1)
  await using final = await serve([(_, response) => json(response, 409, {}), one])
  expect(await final.api('PUT /count', { body: 1 })).toMatchObject({ status: 409 })
})

test.each([429, 502, 503, 504])('a GET is repeated after a %i', async (status) => {
  await using server = await serve([busy(status), busy(status), one])
  expect(await server.api.ok('GET /count')).toBe(1)
  expect(server.seen).toHaveLength(3)
})

test('a GET is repeated when the connection breaks, before the answer or in the middle of it', async () => {
  await using server = await serve([hangUp, halfAnAnswer, one])
  expect(await server.api.ok('GET /count')).toBe(1)
  expect(server.seen).toHaveLength(3)
})

test('a PUT is repeated with its whole body', async () => {
  const bodies: string[] = []
  const keep: RequestListener = (request, response) =>
    bodies.push(String(request.headers['content-length'])) === 1
      ? hangUp(request, response)
      : one(request, response)
  await using server = await serve([keep, keep])
  expect(await server.api.ok('PUT /count', { body: { n: 5 } })).toBe(1)
  expect(bodies).toEqual(['7', '7'])
})

test('after the last attempt the answer stands, or the failure', async () => {
  await using server = await serve([busy(503)])
  expect(await server.api('GET /count')).toMatchObject({ ok: false, status: 503 })
  expect(server.seen).toHaveLength(3)
  expect(await server.api('GET /count', { retries: 0 })).toMatchObject({ status: 503 })
  expect(server.seen).toHaveLength(4)
  await using dead = await serve([hangUp], { retries: 1 })
  const failure = await caught(dead.api('GET /count'))
  expect(failure).toBeInstanceOf(NetworkFailure)
  expect(String(failure)).toMatch('GET /count: no answer came in 2 attempts: ')
  expect(dead.seen).toHaveLength(2)
})

test.each([400, 404, 408, 500, 501])('a %i is not repeated', async (status) => {
  await using server = await serve([busy(status), one])
  expect(await server.api('GET /count')).toMatchObject({ status })
  expect(server.seen).toHaveLength(1)
})

test('a POST is never repeated by itself', async () => {
  await using server = await serve([busy(503), one])
  expect(await server.api('POST /count')).toMatchObject({ status: 503 })
  await using broken = await serve([hangUp, one])
  expect(await caught(broken.api('POST /count'))).toBeInstanceOf(NetworkFailure)
  expect([server.seen, broken.seen]).toEqual([['POST'], ['POST']])
})

test('a POST with an idempotency key is, under the same key each time', async () => {
  await using server = await serve([busy(503), hangUp, one])
  const call = { idempotencyKey: true } as object
  expect(await server.api.ok('POST /count', call)).toBe(1)
  expect(server.seen).toHaveLength(3)
  expect(new Set(server.seen).size).toBe(1)
  expect(server.seen[0]).toMatch(/^POST "[\da-f]{8}-[\da-f-]{27}"$/)
})

test('nobody waits longer than the deadline: an answer that asks for it is given at once', async () => {
  await using server = await serve([busy(429, '3600'), one])
  expect(await server.api('GET /count')).toMatchObject({ status: 429 })
  const tomorrow = new Date(Date.now() + 86_400_000).toUTCString()
  await using dated = await serve([busy(503, tomorrow), one])
  expect(await dated.api('GET /count')).toMatchObject({ status: 503 })
  expect([server.seen, dated.seen]).toEqual([['GET'], ['GET']])
})

test('the deadline covers all attempts, and the reading of the answer', async () => {
  await using server = await serve([hangUp, never], { deadline: 300 })
  const late = await caught(server.api('GET /count'))
  expect(late).toBeInstanceOf(DeadlineExceeded)
  expect(String(late)).toMatch('GET /count: no answer within 300 ms')
  const dribble: RequestListener = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('[')
  }
  await using slow = await serve([dribble])
  expect(await caught(slow.api('GET /count', { deadline: 50 }))).toBeInstanceOf(DeadlineExceeded)
})

test('a call ends when its signal does, whatever it is doing, with the reason', async () => {
  const caller = new AbortController()
  await using server = await serve([() => caller.abort('enough')])
  expect(await caught(server.api('GET /count', { signal: caller.signal }))).toBe('enough')
  expect(await caught(server.api('GET /count', { signal: AbortSignal.abort('before') }))).toBe('before')
  expect(server.seen).toHaveLength(1)
  const waiting = new AbortController()
  await using busyServer = await serve([busy(503, '20')])
  const call = caught(busyServer.api('GET /count', { signal: waiting.signal }))
  const unread = setInterval(() => busyServer.seen.length > 0 && waiting.abort('no more'), 1)
  expect(await call).toBe('no more')
  clearInterval(unread)
})

test('deadline and signal cover the headers that a call waits for', async () => {
  const unending = () => new Promise<Record<string, string>>(() => undefined)
  await using server = await serve([one], { headers: unending, deadline: 50 })
  expect(await caught(server.api('GET /count'))).toBeInstanceOf(DeadlineExceeded)
  const caller = new AbortController()
  const call = caught(server.api('GET /count', { signal: caller.signal, deadline: Infinity }))
  caller.abort('enough')
  expect(await call).toBe('enough')
  expect(server.seen).toEqual([])
})

test('headers are made once for all attempts of a call, and what making them throws is thrown', async () => {
  let made = 0
  const headers = async () => {
    if (++made === 2) throw new RangeError('no token')
    return { 'idempotency-key': `"${made}"` }
  }
  await using server = await serve([busy(503), one], { headers })
  expect(await server.api.ok('POST /count')).toBe(1)
  expect(server.seen).toEqual(['POST "1"', 'POST "1"'])
  expect(await caught(server.api('GET /count'))).toBeInstanceOf(RangeError)
  expect(server.seen).toHaveLength(2)
})

test('an answer of something in between is not taken for one of the app', async () => {
  await using server = await serve([page])
  const error = await caught(server.api('GET /count'))
  expect(error).toBeInstanceOf(UnexpectedAnswer)
  expect(error).toMatchObject({ status: 502 })
  expect(String(error)).toMatch('answered 502 with text/html instead of JSON')
  await using broken = await serve([
    (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"a":'),
  ])
  expect(await caught(broken.api('GET /count'))).toBeInstanceOf(UnexpectedAnswer)
})

test('a server that is not there is a network failure that says why', async () => {
  const gone = await serve([one])
  await gone[Symbol.asyncDispose]()
  expect(String(await caught(gone.api('GET /count', { retries: 0 })))).toMatch(
    /no answer came: .*ECONNREFUSED/,
  )
})

test.each([
  ['120', 120_000],
  ['0', 0],
  ['soon', 0],
  ['Wed, 21 Oct 2015 07:28:00 GMT', 0],
])('`Retry-After: %s` is %i ms', (value, milliseconds) => {
  expect(retryAfter(new Headers({ 'retry-after': value }))).toBe(milliseconds)
})
