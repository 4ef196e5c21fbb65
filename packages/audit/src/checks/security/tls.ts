import type { X509Certificate } from 'node:crypto'
import type { Mend } from '../../check.ts'
import type { Inspection } from '../../run/inspection.ts'
import { CannotTell } from '../../verdict.ts'
import type { Exchange } from '../../wire/exchange.ts'
import { writeClientHello, type ClientHello } from '../../wire/tls/client-hello.ts'
import { readServerHello, type HelloAnswer } from '../../wire/tls/server-hello.ts'

export const TLS_1_2 = 0x0303

/** What a server made of a ClientHello; `undefined` where it closed the connection without a word. */
export interface Offered {
  readonly answer: HelloAnswer | undefined
  readonly exchange: Exchange
}

/**
 * Offers what is given, byte by byte, so that it does not matter what the TLS library of this machine still knows.
 *
 * @throws CannotTell where nothing comes back
 */
export async function offer(
  inspection: Inspection,
  hello: Omit<ClientHello, 'serverName'>,
): Promise<Offered> {
  const { connect, target } = inspection
  const connection = await connect({ plain: true })
  await connection.write(writeClientHello({ ...hello, serverName: serverName(target.origin) }))
  let answer = readServerHello(connection.received)
  while (answer === undefined && (await connection.arrives(2000)))
    answer = readServerHello(connection.received)
  if (answer === undefined && connection.ended === 'open')
    throw new CannotTell('A ClientHello was not answered within 2 s.')
  return { answer, exchange: connection.exchange }
}

/** The name that is asked for: an address is none (RFC 6066 section 3). */
export function serverName({ hostname }: URL): string | undefined {
  return /^[\d.]+$|:/.test(hostname) ? undefined : hostname
}

/** The certificate of the target itself. */
export async function certificateOf({ connect }: Inspection): Promise<X509Certificate> {
  // Level 0, so that a key of which OpenSSL thinks little can be looked at.
  const connection = await connect({ tls: { ciphers: 'DEFAULT@SECLEVEL=0' } })
  const certificate = connection.secured?.getPeerX509Certificate()
  if (certificate === undefined) throw new CannotTell('It showed no certificate.')
  return certificate
}

/** How to choose versions and cipher suites. */
export const TLS_MEND: Mend = {
  general:
    'Allow TLS 1.2 and 1.3 only, and of TLS 1.2 the suites with ECDHE and AES-GCM or ChaCha20-Poly1305.',
  stacks: {
    nginx: 'ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;',
    Apache: 'SSLProtocol -all +TLSv1.2 +TLSv1.3 and SSLCipherSuite ECDHE+AESGCM:ECDHE+CHACHA20',
    Caddy: 'Its defaults are these; remove the protocols and ciphers of your tls directive.',
    'node:https': "createServer({ minVersion: 'TLSv1.2', ciphers: 'ECDHE+AESGCM:ECDHE+CHACHA20' })",
    'Spring Boot': 'server.ssl.enabled-protocols=TLSv1.2,TLSv1.3',
  },
}
