import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type TlsOptions } from 'node:tls'
import { expect, it, onTestFinished } from 'vitest'
import { makeCertificate } from '../../flaws/tls/certificate.ts'
import { openConnection } from '../connection.ts'
import { readCertificates } from './certificates.ts'
import { writeClientHello, type ClientHello } from './client-hello.ts'
import { readServerHello, versionName } from './server-hello.ts'
import { COMMON_SUITES } from './suites.ts'

const root = makeCertificate({ name: 'A root', hosts: [], authority: true })
const own = makeCertificate({ issuer: root })

/** What Node's server says first to a ClientHello, up to its certificates. */
async function answerTo(hello: ClientHello, options: TlsOptions = {}): Promise<Buffer> {
  const server = createServer({ key: own.key, cert: own.cert + root.cert, ...options })
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const origin = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}`)
  using connection = await openConnection(origin, { plain: true })
  await connection.write(writeClientHello(hello))
  const done = () =>
    readServerHello(connection.received)?.kind === 'alert' ||
    readCertificates(connection.received) !== undefined
  while (!done() && (await connection.arrives(2000)));
  return connection.received
}

it('offers TLS 1.2, and reads what was chosen', async () => {
  const received = await answerTo({ version: 0x0303, suites: [0xc02b], serverName: 'localhost' })
  expect(readServerHello(received)).toEqual({
    kind: 'hello',
    version: 0x0303,
    suite: 0xc02b,
    compression: 0,
    // renegotiation_info, ec_point_formats, application_layer_protocol_negotiation or less
    extensions: expect.arrayContaining([0xff01]) as number[],
  })
})

it('reads the certificates in their order', async () => {
  const received = await answerTo({ version: 0x0303, suites: COMMON_SUITES })
  expect(readCertificates(received)?.map(({ subject }) => subject)).toEqual(['CN=localhost', 'CN=A root'])
})

it('reads the alert of a server that refuses', async () => {
  const received = await answerTo({ version: 0x0302, suites: COMMON_SUITES })
  expect(versionName(0x0302)).toBe('TLS 1.1')
  // protocol_version (RFC 5246 section 7.2)
  expect(readServerHello(received)).toEqual({ kind: 'alert', description: 70 })
})

it('tells what is not TLS, and what has not all come', () => {
  expect(readServerHello(Buffer.from('HTTP/1.1 400 Bad Request\r\n'))).toEqual({ kind: 'other' })
  expect(readServerHello(Buffer.of(22, 3, 3))).toBeUndefined()
  expect(readServerHello(Buffer.of(22, 3, 3, 0, 9, 2))).toBeUndefined()
  expect(readCertificates(Buffer.of(22, 3, 3, 0, 9, 2))).toBeUndefined()
})
