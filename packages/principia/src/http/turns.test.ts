import { once } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { route, type Route } from '../routing/index.ts'
import { t } from '../validation/index.ts'
import { startQuiet } from './fixtures/app.ts'
import { exchange } from './fixtures/raw.ts'

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`
const put = (value: number) => {
  const body = JSON.stringify({ value })
  return (
    'PUT /value HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n' +
    `Content-Length: ${body.length}\r\n\r\n${body}`
  )
}

const startServer = async () => {
  const state = { value: 0, gate: Promise.withResolvers<void>(), held: 0, live: 0 }
  const routes: Route[] = [
    route('PUT /value', { access: 'public', body: t.Object({ value: t.Integer() }) }, async ({ body }) => {
      await nextTurn()
      state.value = body.value
      return { written: true }
    }),
    route('GET /value', { access: 'public' }, () => ({ value: state.value })),
    route('GET /held', { access: 'public' }, async () => {
      state.held++
      await state.gate.promise
      return { held: true }
    }),
  ]
  routes.push(
    route('GET /live', { access: 'public', timeout: Infinity }, async ({ signal }) => {
      state.live++
      await once(signal, 'abort')
    }),
  )
  const server = await startQuiet({ routes, shedding: { maxInFlight: 2 } })
  return Object.assign(server, { state })
}

describe('the requests of one connection', () => {
  it('see what those ahead of them have written', async () => {
    await using server = await startServer()
    const sent = put(1) + get('/value') + put(2) + get('/value')
    const { answers } = await exchange(server.port, sent, { answers: 4 })
    expect(answers.map(({ body }) => body)).toEqual([
      '{"written":true}',
      '{"value":1}',
      '{"written":true}',
      '{"value":2}',
    ])
  })

  it('take one place among all, however many are sent at once', async () => {
    await using server = await startServer()
    const many = exchange(server.port, get('/held').repeat(50), { answers: 50 })
    while (server.state.held === 0) await nextTurn()
    expect((await fetch(`${server.url}/value`)).status).toBe(200)
    expect([server.state.held, server.booted.dispatcher.inFlight()]).toEqual([1, 1])
    server.state.gate.resolve()
    expect(new Set((await many).answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(server.state.held).toBe(50)
  })

  it('are too many beyond a hundred that wait: the last that is taken says that it is the last', async () => {
    await using server = await startServer()
    server.state.gate.resolve()
    const { answers, closed } = await exchange(server.port, get('/held').repeat(150), { untilClosed: true })
    expect(closed).toBe(true)
    // The first did not have to wait.
    expect([answers.length, server.state.held]).toEqual([101, 101])
    expect(answers.map(({ headers }) => headers.connection === 'close').indexOf(true)).toBe(100)
  })

  it('end it when they go on and on behind the last that is taken', async () => {
    await using server = await startServer()
    const { closed, answers } = await exchange(server.port, get('/held').repeat(20_000), {
      untilClosed: true,
    })
    expect([closed, answers.length, server.state.held]).toEqual([true, 0, 1])
    server.state.gate.resolve()
    await server.booted.dispatcher.whenIdle()
  })

  it('are passed over behind an answer without an end, so that its client is seen to leave', async () => {
    await using server = await startServer()
    const large =
      'PUT /value HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900000\r\n\r\n'
    for (const first of [get('/live'), get('/held') + get('/live')]) {
      await exchange(server.port, async (socket) => {
        socket.write(first + large)
        socket.write(' '.repeat(800_000))
        while (server.state.live === 0) {
          server.state.gate.resolve()
          await nextTurn()
        }
        socket.destroy()
      })
      await server.booted.dispatcher.whenIdle()
      server.state.live = 0
    }
    expect(server.state.value).toBe(0)
  })

  it('that wait are forgotten with their connection', async () => {
    await using server = await startServer()
    await exchange(server.port, async (socket) => {
      socket.write(get('/held').repeat(10))
      while (server.state.held === 0) await nextTurn()
      socket.destroy()
    })
    await server.booted.dispatcher.whenIdle()
    server.state.gate.resolve()
    for (let turn = 0; turn < 20; turn++) await nextTurn()
    expect(server.state.held).toBe(1)
  })

  it('are answered up to one whose body breaks off, which is told so', async () => {
    await using server = await startServer()
    const broken =
      'PUT /value HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'
    const all = exchange(server.port, get('/held') + get('/value') + broken, { untilClosed: true })
    while (server.state.held === 0) await nextTurn()
    server.state.gate.resolve()
    const { answers, closed } = await all
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 400])
    expect({ closed, value: server.state.value }).toEqual({ closed: true, value: 0 })
  })
})
