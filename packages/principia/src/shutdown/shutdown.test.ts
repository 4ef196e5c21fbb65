import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { killChildren, startChild, type Line } from './fixtures/child.ts'

afterEach(killChildren)

const stopping = ({ msg }: Line) => msg === 'stopping'

async function ask(url: string, agent: Agent): Promise<string> {
  const request = get(url, { agent })
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  return `${answer.statusCode} ${await text(answer)}`
}

/** Milliseconds between the signal's arrival and the end, by the server's own clock. */
function timeToStop(lines: readonly Line[]): number {
  const timeOf = (message: string) => Date.parse(String(lines.find(({ msg }) => msg === message)?.time))
  return timeOf('stopped') - timeOf('stopping')
}

describe('SIGTERM', () => {
  it('fails none of more than a thousand requests in flight over kept connections', async () => {
    const child = await startChild()
    const agent = new Agent({ keepAlive: true, maxSockets: 1200, maxFreeSockets: 1200 })
    const opened = await Promise.all(Array.from({ length: 1200 }, () => ask(`${child.url}/quick`, agent)))
    expect(new Set(opened)).toEqual(new Set(['200 {"quick":true}']))

    const inFlight = Array.from({ length: 1200 }, () => ask(`${child.url}/until-signal`, agent))
    await child.said(({ held }) => held === 1200)
    const load = Array.from({ length: 20 }, () => askUntilRefused(`${child.url}/quick`))
    child.process.kill('SIGTERM')

    const answers = await Promise.all(inFlight)
    expect(new Set(answers)).toEqual(new Set([`200 {"text":"${'x'.repeat(2000)}"}`]))
    expect((await Promise.all(load)).filter((failure) => failure !== 'not accepted')).toEqual([])
    expect(await child.exit).toEqual([0, null])
    expect(child.lines.filter((line) => 'cut' in line)).toEqual([])
    agent.destroy()
  })

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'closes idle connections, and those that never asked, within a second of %s',
    async (signal) => {
      const child = await startChild()
      const agent = new Agent({ keepAlive: true })
      await Promise.all(Array.from({ length: 50 }, () => ask(`${child.url}/quick`, agent)))
      const silent = await Promise.all(Array.from({ length: 10 }, () => connected(child.port)))
      child.process.kill(signal)
      expect(await child.exit).toEqual([0, null])
      expect(timeToStop(child.lines)).toBeLessThan(1000)
      for (const socket of silent) socket.destroy()
      agent.destroy()
    },
  )

  it('does not wait for the rest of a request that never comes', async () => {
    const child = await startChild()
    const socket = await connected(child.port)
    socket.write('GET /quick HTTP/1.1\r\nHost: te')
    const refused = await connected(child.port)
    refused.write('POST /quick HTTP/1.1\r\nHost: test\r\nContent-Length: 1000\r\n\r\n{')
    await once(refused, 'data')
    child.process.kill('SIGTERM')
    expect(await child.exit).toEqual([0, null])
    expect(timeToStop(child.lines)).toBeLessThan(3000)
    for (const one of [socket, refused]) one.destroy()
  })

  it('answers a request that was on its way on a kept connection, and closes it', async () => {
    const child = await startChild({ SHUTDOWN_DELAY: '0' })
    const socket = await connected(child.port)
    child.process.kill('SIGTERM')
    await child.said(stopping)
    socket.write('GET /quick HTTP/1.1\r\nHost: test\r\n\r\n')
    const answer = await text(socket)
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK[^]*Connection: close[^]*"quick":true/)
    expect(await child.exit).toEqual([0, null])
  })

  it('answers a request that arrived while the last handler held the event loop', async () => {
    const child = await startChild()
    const kept = await connected(child.port)
    const answers = text(kept)
    kept.write('GET /quick HTTP/1.1\r\nHost: test\r\n\r\n')
    await once(kept, 'data')
    const blocking = ask(`${child.url}/blocking`, new Agent())
    await child.said(({ held }) => held === 1)
    child.process.kill('SIGTERM')
    await child.said((line) => 'blocking' in line)
    kept.write('GET /quick HTTP/1.1\r\nHost: test\r\n\r\n')
    expect(await blocking).toBe('200 {"blocked":true}')
    expect(await answers).toMatch(/Connection: close[^]*"quick":true\}$/)
    expect(await child.exit).toEqual([0, null])
  })

  it('answers all whom the kernel had accepted while a handler held the event loop', async () => {
    const child = await startChild()
    const busy = ask(`${child.url}/busy`, new Agent())
    await child.said((line) => 'busy' in line)
    const sockets = await Promise.all(Array.from({ length: 100 }, () => connected(child.port)))
    const answers = sockets.map((socket) => {
      socket.write('GET /quick HTTP/1.1\r\nHost: test\r\n\r\n')
      return text(socket).catch((error: Error) => error.message)
    })
    child.process.kill('SIGTERM')
    expect(await busy).toBe('200 {"free":true}')
    for (const answer of await Promise.all(answers)) expect(answer).toMatch(/"quick":true\}$/)
    expect(await child.exit).toEqual([0, null])
  })

  it('is told to load balancers before it is told to clients', async () => {
    const child = await startChild({ SHUTDOWN_DELAY: '1500' })
    const ready = async () => (await fetch(`${child.managementUrl}/ready`)).status
    expect(await ready()).toBe(200)
    child.process.kill('SIGTERM')
    await child.said(stopping)
    expect(await ready()).toBe(503)
    expect(await ask(`${child.url}/quick`, new Agent())).toBe('200 {"quick":true}')
    expect(await child.exit).toEqual([0, null])
  })

  it('cuts off what does not end by the deadline, tells it so, and exits with 1', async () => {
    const child = await startChild({ SHUTDOWN_DEADLINE: '300' })
    const answer = ask(`${child.url}/for-ever`, new Agent())
    await child.said(({ held }) => held === 1)
    child.process.kill('SIGTERM')
    expect(await answer).toMatch(/^503 .*The service is shutting down/)
    expect(await child.exit).toEqual([1, null])
    expect(child.lines).toContainEqual({ aborted: expect.stringContaining('shutting down') })
  })

  it('with nothing in flight exits with 0, however short the deadline', async () => {
    const child = await startChild({ SHUTDOWN_DEADLINE: '0' })
    const socket = await connected(child.port)
    child.process.kill('SIGTERM')
    expect(await child.exit).toEqual([0, null])
    socket.destroy()
  })

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('followed by %s ends it at once with %i', async (second, code) => {
    const child = await startChild()
    ask(`${child.url}/for-ever`, new Agent()).catch(() => undefined)
    await child.said(({ held }) => held === 1)
    child.process.kill('SIGTERM')
    await child.said(stopping)
    child.process.kill(second)
    expect(await child.exit).toEqual([code, null])
  })
})

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

/**
 * Asks again and again over a kept connection. A failure on a connection that had answered before would be
 * a failed request; one on a new connection only says that the server accepts no more.
 */
async function askUntilRefused(url: string): Promise<string> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  while (true) {
    const request = get(url, { agent })
    try {
      const [answer] = (await once(request, 'response')) as [IncomingMessage]
      await text(answer)
    } catch (error) {
      return request.reusedSocket ? `failed: ${String(error)}` : 'not accepted'
    }
  }
}
