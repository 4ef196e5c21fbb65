import { once } from 'node:events'
import { connect, type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2'
import { Agent, get } from 'node:https'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { canCertify, makeCertificate, type TestCertificate } from '../http/fixtures/certificate.ts'
import { killChildren, startChild, type Child } from './fixtures/child.ts'

afterEach(killChildren)

describe.skipIf(!canCertify)('SIGTERM over HTTP/2', () => {
  let certificate: TestCertificate
  beforeAll(() => {
    certificate = makeCertificate()
  })
  afterAll(() => certificate[Symbol.dispose]())

  const start = () => startChild(certificate.env)

  const open = async ({ url }: Child): Promise<ClientHttp2Session> => {
    const session = connect(url, { ca: certificate.cert })
    session.on('error', () => undefined)
    await once(session, 'connect')
    return session
  }

  const ask = async (session: ClientHttp2Session, path: string): Promise<string> => {
    const request = session.request({ ':path': path })
    const [headers] = (await once(request, 'response')) as [IncomingHttpHeaders & { ':status': number }]
    return `${headers[':status']} ${await text(request)}`
  }

  it('fails none of hundreds of requests in flight, and none that is sent before the client knows', async () => {
    const child = await start()
    const sessions = await Promise.all(Array.from({ length: 5 }, () => open(child)))
    const closed = sessions.map((session) => new Promise((resolve) => session.once('close', resolve)))
    const inFlight = sessions.flatMap((session) =>
      Array.from({ length: 100 }, () => ask(session, '/until-signal')),
    )
    await child.said(({ held }) => held === 500)
    const load = sessions.map(async (session) => {
      const answers = new Set<string>()
      // A client begins nothing more on a connection once it has read that the connection ends: not even what its
      // program asked for a moment before it was told, which is refused without having been sent.
      while (!session.closed) {
        try {
          answers.add(await ask(session, '/quick'))
        } catch (error) {
          answers.add(/REFUSED_STREAM/.test(String(error)) ? 'not sent' : String(error))
        }
      }
      answers.delete('not sent')
      return answers
    })
    child.process.kill('SIGTERM')
    expect(new Set(await Promise.all(inFlight))).toEqual(new Set([`200 {"text":"${'x'.repeat(2000)}"}`]))
    for (const answers of await Promise.all(load)) expect(answers).toEqual(new Set(['200 {"quick":true}']))
    await Promise.all(closed)
    expect(await child.exit).toEqual([0, null])
    expect(child.lines.filter((line) => 'cut' in line)).toEqual([])
  })

  it('ends idle connections of both protocols', async () => {
    const child = await start()
    const session = await open(child)
    await ask(session, '/quick')
    const unused = await open(child)
    const agent = new Agent({ keepAlive: true, ca: certificate.cert })
    const request = get(`${child.url}/quick`, { agent })
    const [answer] = await once(request, 'response')
    await text(answer)
    child.process.kill('SIGTERM')
    expect(await child.exit).toEqual([0, null])
    expect([session.closed, unused.closed]).toEqual([true, true])
    agent.destroy()
  })

  it('answers, or refuses unseen, a request that is sent on a connection after the signal', async () => {
    const child = await start()
    const session = await open(child)
    // The client does not read, so it does not know.
    const held = ask(session, '/until-signal')
    await child.said((line) => line.held === 1)
    child.process.kill('SIGTERM')
    await child.said(({ msg }) => msg === 'stopping')
    // RFC 9113 section 8.7: a stream that is refused was not looked at, and can be sent again elsewhere.
    const late = session.closed
      ? 'not sent'
      : await ask(session, '/quick').catch((error: Error) => error.message.replace(/.*NGHTTP2_/, ''))
    expect(['not sent', '200 {"quick":true}', 'REFUSED_STREAM']).toContain(late)
    expect(await held).toBe(`200 {"text":"${'x'.repeat(2000)}"}`)
    expect(await child.exit).toEqual([0, null])
  })
})
