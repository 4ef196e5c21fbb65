import { once } from 'node:events'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { app, media, multipart, route, stream, t, type AppSpec } from '../index.ts'
import { testApp } from '../testing/index.ts'
import { startQuiet } from './fixtures/app.ts'
import { exchange } from './fixtures/raw.ts'
import { createShedder, type Clock, type Priority } from './shed.ts'

/** A loop whose delays the test says. */
function ticking(options = {}) {
  let look: ((delay: number) => boolean) | undefined
  const clock: Clock = (_tick, next) => (look = next)
  const shedder = createShedder({ maxDelay: 100, ...options }, clock)
  const admittedOf = (priority: Priority, asked = 1000) => {
    let admitted = 0
    for (let request = 0; request < asked; request++) if (!shedder.sheds(priority, 0)) admitted++
    return admitted / asked
  }
  return {
    shedder,
    admittedOf,
    tick: (delay: number) => {
      if (look?.(delay) === false) look = undefined
    },
    watches: () => look !== undefined,
  }
}

describe('what is shed', () => {
  it('is nothing while the event loop is in time, nor when it was late once', () => {
    const { admittedOf, tick } = ticking()
    expect(admittedOf('low')).toBe(1)
    for (const delay of [99, 5000, 0, 5000]) tick(delay)
    expect([admittedOf('low'), admittedOf('normal')]).toEqual([1, 1])
  })

  it('is low priority first, then normal, never critical, in step with how long the loop stays late', () => {
    const { admittedOf, tick, shedder } = ticking()
    admittedOf('normal')
    const shares: [number, number, number][] = []
    tick(101)
    for (let late = 0; late < 12; late++) {
      tick(101)
      shares.push([admittedOf('low'), admittedOf('normal'), admittedOf('critical')])
    }
    for (const [index, [low, normal, critical]] of shares.entries()) {
      const share = Math.max(0.05, 0.7 ** (index + 1))
      expect(low).toBeCloseTo(Math.max(0, share * 2 - 1), 2)
      expect(normal).toBeCloseTo(Math.min(1, share * 2), 2)
      expect(critical).toBe(1)
    }
    expect(shedder.count()).toBeGreaterThan(1000)
  })

  it('becomes less as soon as the loop is in time again, until nothing is', () => {
    const { admittedOf, tick } = ticking()
    admittedOf('low')
    for (let late = 0; late < 4; late++) tick(200)
    const during = admittedOf('normal')
    tick(0)
    const after = admittedOf('normal')
    expect(after).toBeGreaterThan(during)
    for (let inTime = 0; inTime < 20; inTime++) tick(0)
    expect([admittedOf('normal'), admittedOf('low')]).toEqual([1, 1])
  })

  it('costs nothing while there are no requests', () => {
    const { shedder, tick, watches } = ticking()
    expect(watches()).toBe(false)
    shedder.sheds('normal', 0)
    expect(watches()).toBe(true)
    tick(0)
    expect(watches()).toBe(true)
    tick(0)
    expect(watches()).toBe(false)
  })

  it('is what comes beyond the requests that may be under way', () => {
    const { shedder } = ticking({ maxInFlight: 10 })
    const shed = (inFlight: number) =>
      (['low', 'normal', 'critical'] as const).map((priority) => shedder.sheds(priority, inFlight))
    expect([shed(7), shed(8), shed(9), shed(10)]).toEqual([
      [false, false, false],
      [true, false, false],
      [true, false, false],
      [true, true, false],
    ])
  })
})

function shedIn(metrics: string): number {
  return Number(/^principia_requests_shed_total (\d+)$/m.exec(metrics)?.[1])
}

describe('an app that has too much to do', () => {
  const gate = () => {
    const opened = Promise.withResolvers<void>()
    let waiting = 0
    const full = Promise.withResolvers<void>()
    const hold = (most: number) => {
      if (++waiting === most) full.resolve()
      return opened.promise
    }
    return { hold, full: full.promise, open: opened.resolve }
  }

  it('answers 503 beyond the requests that it may have under way, and goes on when some have ended', async () => {
    const held = gate()
    const routes = [
      route('GET /held', { access: 'public' }, () => held.hold(5)),
      route('GET /low', { access: 'public', priority: 'low' }, () => 'low'),
      route('GET /critical', { access: 'public', priority: 'critical' }, () => 'critical'),
      route('POST /body', { access: 'public', body: t.Unknown() }, () => 'read'),
    ]
    await using server = await startQuiet({ routes, shedding: { maxInFlight: 5 } })
    const holders = Array.from({ length: 5 }, () => fetch(`${server.url}/held`))
    await held.full
    const refused = await fetch(`${server.url}/held`)
    expect(refused.status).toBe(503)
    expect(await refused.json()).toMatchObject({ type: '/problems/overloaded' })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(5)
    expect((await fetch(`${server.url}/low`)).status).toBe(503)
    expect((await fetch(`${server.url}/critical`)).status).toBe(200)
    expect((await fetch(`${server.url}/nowhere`)).status).toBe(404)
    // The body was never asked for: no "100 Continue" goes ahead of the refusal.
    const head =
      'POST /body HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9000000\r\n'
    const { answers } = await exchange(server.port, `${head}Expect: 100-continue\r\n\r\n`)
    expect(answers.map(({ status }) => status)).toEqual([503])
    held.open()
    await Promise.all(holders)
    await server.booted.dispatcher.whenIdle()
    expect((await fetch(`${server.url}/low`)).status).toBe(200)
    expect(server.booted.metrics.text()).toContain('principia_requests_shed_total 3')
  })

  it('does not count answers that go on without an end', async () => {
    const begun = Promise.withResolvers<void>()
    const live = route('GET /live', { access: 'public', timeout: Infinity }, async ({ signal }) => {
      begun.resolve()
      await once(signal, 'abort')
    })
    const plain = route('GET /plain', { access: 'public' }, () => 'ok')
    await using server = await startQuiet({ routes: [live, plain], shedding: { maxInFlight: 1 } })
    const socket = connect(server.port, '127.0.0.1')
    socket.write('GET /live HTTP/1.1\r\nHost: x\r\n\r\n')
    await begun.promise
    expect((await fetch(`${server.url}/plain`)).status).toBe(200)
    socket.destroy()
  })

  describe('with clients that keep it waiting', () => {
    const large = 'x'.repeat(1 << 20)
    const routes = [
      route('POST /body', { access: 'public', body: t.Unknown() }, () => 'read'),
      route('POST /streamed', { access: 'public', body: stream('application/json') }, async ({ body }) => {
        await body.toArray()
      }),
      route('GET /large', { access: 'public' }, () => large.repeat(8)),
      route('GET /stream', { access: 'public', responses: { 200: media('text/plain') } }, () =>
        Readable.from(Array.from({ length: 64 }, () => large)),
      ),
      route('GET /plain', { access: 'public' }, () => 'ok'),
    ]
    const head = 'Host: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n'

    it.each([
      ['their bodies to come', `POST /body HTTP/1.1\r\n${head}\r\n{`],
      ['their streamed bodies to come', `POST /streamed HTTP/1.1\r\n${head}\r\n{`],
      ['their answers to be read', 'GET /large HTTP/1.1\r\nHost: x\r\n\r\n'],
      ['their streams to be read', 'GET /stream HTTP/1.1\r\nHost: x\r\n\r\n'],
    ])('for %s, serves the others', async (_name, slow) => {
      await using server = await startQuiet({ routes, shedding: { maxInFlight: 1 } })
      const { dispatcher, metrics } = server.booted
      const sockets = [1, 2, 3].map((count) => {
        const socket = connect(server.port, '127.0.0.1').pause()
        socket.write(slow)
        return { socket, count }
      })
      while (dispatcher.inFlight() < 3) await nextTurn()
      let answer = await fetch(`${server.url}/plain`)
      // An answer on its way fills the system's buffers first.
      while (answer.status === 503) answer = await fetch(`${server.url}/plain`)
      expect(await answer.text()).toBe('ok')
      const before = metrics.text()
      for (let asked = 0; asked < 20; asked++) {
        expect((await fetch(`${server.url}/plain`)).status).toBe(200)
      }
      expect(shedIn(metrics.text())).toBe(shedIn(before))
      for (const { socket } of sockets) socket.destroy()
    })

    it('breaks off the one that has waited longest where too many do', async () => {
      await using server = await startQuiet({ routes, shedding: { maxInFlight: 1, maxWaiting: 2 } })
      const slow = `POST /body HTTP/1.1\r\n${head}\r\n{`
      const first = exchange(server.port, slow, { untilClosed: true })
      while (server.booted.dispatcher.inFlight() < 1) await nextTurn()
      const others = [1, 2].map(() => connect(server.port, '127.0.0.1').on('error', () => undefined))
      for (const other of others) other.write(slow)
      while (server.booted.dispatcher.inFlight() < 3) await nextTurn()
      expect((await fetch(`${server.url}/plain`)).status).toBe(200)
      const { answers, closed } = await first
      expect([answers.map(({ status }) => status), closed]).toEqual([[503], true])
      expect(server.booted.dispatcher.inFlight()).toBe(2)
      for (const other of others) other.destroy()
    })

    it('goes on with a body that has come after all', async () => {
      await using server = await startQuiet({ routes, shedding: { maxInFlight: 1 } })
      const body = JSON.stringify('x'.repeat(98))
      const { answers } = await exchange(server.port, async (socket) => {
        socket.write(`POST /body HTTP/1.1\r\n${head}\r\n${body.slice(0, 9)}`)
        while (server.booted.dispatcher.inFlight() === 0) await nextTurn()
        expect((await fetch(`${server.url}/plain`)).status).toBe(200)
        socket.write(body.slice(9))
      })
      expect(answers.map(({ status }) => status)).toEqual([200])
    })
  })

  describe('counts what it still works on', () => {
    const plain = route('GET /plain', { access: 'public' }, () => 'ok')
    const asksUntil = async (server: { readonly url: string }, status: number) => {
      while ((await fetch(`${server.url}/plain`)).status !== status) await nextTurn()
    }

    it('when a body has come and a sink has not yet stored it', async () => {
      const held = gate()
      const sink = async (content: Readable) => {
        await content.toArray()
        return held.hold(1)
      }
      const upload = route(
        'POST /upload',
        { access: 'public', body: multipart({ files: { file: { sink } } }) },
        () => 'stored',
      )
      await using server = await startQuiet({ routes: [upload, plain], shedding: { maxInFlight: 1 } })
      const body = new FormData()
      body.append('file', new Blob(['x'.repeat(100_000)]), 'x.txt')
      const answer = fetch(`${server.url}/upload`, { method: 'POST', body })
      await held.full
      expect((await fetch(`${server.url}/plain`)).status).toBe(503)
      held.open()
      expect((await answer).status).toBe(200)
      await asksUntil(server, 200)
    })

    it('when its client has left', async () => {
      const held = gate()
      const stubborn = route('GET /stubborn', { access: 'public' }, () => held.hold(1))
      await using server = await startQuiet({ routes: [stubborn, plain], shedding: { maxInFlight: 1 } })
      const socket = connect(server.port, '127.0.0.1')
      socket.write('GET /stubborn HTTP/1.1\r\nHost: x\r\n\r\n')
      await held.full
      socket.destroy()
      await server.booted.dispatcher.whenIdle()
      expect((await fetch(`${server.url}/plain`)).status).toBe(503)
      held.open()
      await asksUntil(server, 200)
    })

    it('when its deadline has passed', async () => {
      const held = gate()
      const stubborn = route('GET /stubborn', { access: 'public', timeout: 20 }, () => held.hold(1))
      await using server = await startQuiet({ routes: [stubborn, plain], shedding: { maxInFlight: 1 } })
      expect((await fetch(`${server.url}/stubborn`)).status).toBe(503)
      expect((await fetch(`${server.url}/plain`)).status).toBe(503)
      held.open()
      await asksUntil(server, 200)
    })
  })

  it('turns low priority away when its event loop is blocked again and again', async () => {
    const block = (milliseconds: number) => {
      const end = performance.now() + milliseconds
      while (performance.now() < end);
    }
    const routes = [
      route('GET /blocking', { access: 'public', priority: 'critical' }, () => block(150)),
      route('GET /low', { access: 'public', priority: 'low' }, () => 'low'),
      route('GET /critical', { access: 'public', priority: 'critical' }, () => 'critical'),
    ]
    await using server = await startQuiet({ routes, shedding: { maxDelay: 20 } })
    let status = 0
    while (status !== 503) {
      await fetch(`${server.url}/blocking`)
      status = (await fetch(`${server.url}/low`)).status
    }
    expect((await fetch(`${server.url}/critical`)).status).toBe(200)
    expect(server.booted.metrics.text()).toMatch(/principia_requests_shed_total [1-9]/)
  })

  it('answers everybody where it must not turn anybody away', async () => {
    const held = gate()
    const shop = app({
      name: 'test',
      routes: [route('GET /held', { access: 'public' }, () => held.hold(1100))],
      shedding: false,
    })
    await using api = await testApp(shop)
    const answers = Array.from({ length: 1100 }, () => api.get('/held'))
    await held.full
    held.open()
    expect(new Set((await Promise.all(answers)).map(({ status }) => status))).toEqual(new Set([204]))
  })

  it.each<[string, Partial<AppSpec>, string]>([
    ['no requests at all', { shedding: { maxInFlight: 0 } }, 'maxInFlight is at least 1'],
    ['a misspelt option', { shedding: { maxdelay: 5 } as object }, 'there is no option "maxdelay"'],
    [
      'a priority that is none',
      { routes: [route('GET /', { access: 'public', priority: 'high' as 'low' }, () => 1)] },
      '`priority` is "critical", "normal", "low"; got "high"',
    ],
  ])('does not start with %s', async (_name, spec, message) => {
    await expect(testApp(app({ name: 'test', ...spec }))).rejects.toThrow(message)
  })
})
