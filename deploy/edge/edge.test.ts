// The edge as it is deployed: a real Caddy with `Caddyfile`, a real browser in front, a real app behind.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { hash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect as connect2 } from 'node:http2'
import { connect, createServer, type AddressInfo } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { connect as connectTls } from 'node:tls'
import type { Browser, Page } from 'playwright-core'
import { app, media, route, start, t, type Running } from 'principia'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, withBrowser } from '../../apps/academy/e2e/browser.ts'
import {
  canCertify,
  makeCertificate,
  type TestCertificate,
} from '../../packages/principia/src/http/fixtures/certificate.ts'

const HOST = 'edge.test'
const hasCaddy = spawnSync('caddy', ['version']).status === 0
// A machine without them can still run all other tests; on CI their absence is a failure.
const complete = (hasCaddy && withBrowser && canCertify) || process.env.CI === 'true'

/** An address of this machine other than the one that the edge itself comes from, where it has one. */
const address =
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? '127.0.0.1'

const seen = t.Object({ address: t.String(), secure: t.Boolean(), host: t.String() })
const shop = app({
  name: 'behind-the-edge',
  docs: false,
  routes: [
    route(
      'GET /',
      { access: 'public', responses: { 200: media('text/html') } },
      () => '<!doctype html><title>behind the edge</title><h1>Here</h1>',
    ),
    route('GET /seen', { access: 'public', responses: { 200: seen } }, ({ remoteAddress, secure, host }) => ({
      address: remoteAddress,
      secure,
      host,
    })),
    route(
      'POST /echo',
      {
        access: 'public',
        body: t.Object({ text: t.String() }),
        responses: { 200: t.Object({ text: t.String() }) },
      },
      ({ body }) => body,
    ),
  ],
})

describe.skipIf(!complete)('the edge', () => {
  let running: Running
  let certificate: TestCertificate
  let caddy: ChildProcess
  let folder: string
  let port: number
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    running = await start(shop, {
      env: { PORT: '0', MANAGEMENT_PORT: '0', LOG_LEVEL: 'silent', TRUSTED_PROXIES: '127.0.0.1' },
    })
    certificate = makeCertificate({ name: HOST })
    folder = mkdtempSync(join(tmpdir(), 'principia-edge-'))
    port = await freePort()
    caddy = await startCaddy({
      EDGE_SITE: `https://${HOST}:${port}`,
      EDGE_APP: new URL(running.url).host,
      EDGE_TLS: `tls ${certificate.certFile} ${certificate.keyFile}`,
      // Nothing on port 80, where redirects would be answered.
      EDGE_OPTIONS: 'auto_https off',
    })
    browser = await launchBrowser([
      `--host-resolver-rules=MAP ${HOST} ${address}`,
      `--origin-to-force-quic-on=${HOST}:${port}`,
      `--ignore-certificate-errors-spki-list=${keyHash(certificate.cert)}`,
    ])
    page = await browser.newPage()
  })

  afterAll(async () => {
    await browser?.close()
    if (caddy !== undefined && caddy.exitCode === null) {
      caddy.kill('SIGTERM')
      await once(caddy, 'exit')
    }
    await running?.stop()
    certificate?.[Symbol.dispose]()
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  })

  /** Runs Caddy until it serves; what it keeps goes into a folder of its own. */
  const startCaddy = async (settings: Record<string, string>): Promise<ChildProcess> => {
    const child = spawn(
      'caddy',
      ['run', '--config', join(import.meta.dirname, 'Caddyfile'), '--adapter', 'caddyfile'],
      {
        env: {
          PATH: process.env.PATH,
          HOME: folder,
          XDG_DATA_HOME: folder,
          XDG_CONFIG_HOME: folder,
          ...settings,
        },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    )
    const said: string[] = []
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stderr }).on('line', (line) => {
        said.push(line)
        if (line.includes('serving initial configuration')) resolve()
      })
      child.once('exit', (code) => reject(new Error(`caddy ended with ${code}:\n${said.join('\n')}`)))
      child.once('error', reject)
    })
    return child
  }

  const origin = () => `https://${HOST}:${port}`

  it('serves a page over HTTP/3', async () => {
    await page.goto(origin())
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Here')
    const protocol = await page.evaluate('performance.getEntriesByType("navigation")[0].nextHopProtocol')
    expect(protocol).toBe('h3')
  })

  it('passes on a POST, and its answer', async () => {
    const answer = await page.evaluate(async () => {
      const response = await fetch('/echo', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: 'over QUIC' }),
      })
      return { status: response.status, body: await response.json() }
    })
    expect(answer).toEqual({ status: 200, body: { text: 'over QUIC' } })
  })

  it('tells the app who asks, over what and for which host, and lets nobody make it up', async () => {
    const ask = () =>
      page.evaluate(async () => {
        const headers = {
          'x-forwarded-for': '1.1.1.1',
          'x-forwarded-proto': 'http',
          'x-forwarded-host': 'evil.test',
          forwarded: 'for=1.1.1.1;proto=http;host=evil.test',
        }
        const response = await fetch('/seen', { headers })
        return { seen: await response.json(), hsts: response.headers.get('strict-transport-security') }
      })
    expect(await ask()).toEqual({
      seen: { address, secure: true, host: `${HOST}:${port}` },
      hsts: expect.stringMatching(/^max-age=\d+/),
    })
  })

  it('serves HTTP/2 as well, and says that there is HTTP/3', async () => {
    const session = connect2(origin(), {
      createConnection: () =>
        connectTls({
          socket: connect({ port, host: '127.0.0.1', localAddress: '127.0.0.9' }),
          ca: certificate.cert,
          servername: HOST,
          ALPNProtocols: ['h2'],
        }),
    })
    const request = session.request({ ':path': '/seen' })
    const [headers] = await once(request, 'response')
    expect(headers['alt-svc']).toContain('h3=')
    expect(JSON.parse(await text(request))).toMatchObject({ address: '127.0.0.9', secure: true })
    session.close()
  })
})

/** A port that is free for TCP; QUIC takes the one of UDP with the same number. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0)
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

/** A hash of the public key of a certificate, by which the browser is told to trust it. */
function keyHash(certificate: string): string {
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' })
  return hash('sha256', key, 'base64')
}
