import type { X509Certificate } from 'node:crypto'
import { getCACertificates } from 'node:tls'
import { X509Certificate as Certificate } from 'node:crypto'
import { check } from '../../check.ts'
import { makeCertificate } from '../../flaws/tls/certificate.ts'
import { secured } from '../../flaws/tls/secured.ts'
import { rfc } from '../../source.ts'
import { isLoopback } from '../../target/loopback.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { readCertificates } from '../../wire/tls/certificates.ts'
import { writeClientHello } from '../../wire/tls/client-hello.ts'
import { COMMON_SUITES } from '../../wire/tls/suites.ts'
import { serverName, TLS_1_2 } from './tls.ts'

export const tlsChain = check({
  id: 'security/tls-chain',
  claim: 'With its certificate a server sends those that lead to a root.',
  severity: 'must',
  source: [rfc(8446, '4.4.2'), rfc(5246, '7.4.2')],
  mend: {
    general:
      'Send the intermediate certificates behind your own, in their order. Browsers often find them elsewhere; other clients refuse to connect.',
    stacks: {
      nginx: 'ssl_certificate fullchain.pem; and not cert.pem',
      Apache: 'SSLCertificateFile with the whole chain',
      'node:https': "createServer({ cert: readFileSync('fullchain.pem'), key })",
    },
  },
  needs: ['https'],
  async run({ connect, target: { origin } }) {
    const connection = await connect({ plain: true })
    // TLS 1.2 shows its certificates in the clear, and in their order.
    const hello = { version: TLS_1_2, suites: COMMON_SUITES, serverName: serverName(origin) }
    await connection.write(writeClientHello(hello))
    let sent = readCertificates(connection.received)
    while (sent === undefined && (await connection.arrives(1000)))
      sent = readCertificates(connection.received)
    const [own, ...others] = sent ?? []
    if (own === undefined) return inconclusive('It does not show its certificates over TLS 1.2.')
    const last = lastOf(own, others)
    if (last.issuer === last.subject)
      return passed(`The chain ends at "${nameIn(last.subject)}", which has signed itself.`)
    if (rootsOf().some((root) => isIssuer(root, last))) return passed()
    const missing = `the certificate of "${nameIn(last.issuer)}", which has signed that of "${nameIn(last.subject)}"`
    if (others.length > 0 && last === own)
      return failed(
        `It sends ${others.length} other certificates, and none of them is ${missing}.`,
        connection.exchange,
      )
    if (isLoopback(origin.hostname))
      return inconclusive(
        `It does not send ${missing}; that may be a root of your own, which this machine does not know.`,
      )
    return failed(`It does not send ${missing}, and that is no root that is known here.`, connection.exchange)
  },
  flaw: secured({
    certificate: () =>
      makeCertificate({ issuer: makeCertificate({ name: 'An intermediate', authority: true }) }),
    chain: () => [makeCertificate({ name: 'Another intermediate', authority: true })],
  }),
  sound: secured(),
})

/** The last certificate that can be reached from one's own through what was sent, in whatever order. */
function lastOf(own: X509Certificate, others: readonly X509Certificate[]): X509Certificate {
  const left = new Set(others)
  for (let at = own; ;) {
    const next = at.issuer === at.subject ? undefined : [...left].find((each) => isIssuer(each, at))
    if (next === undefined) return at
    left.delete(next)
    at = next
  }
}

function isIssuer(candidate: X509Certificate, certificate: X509Certificate): boolean {
  return candidate.subject === certificate.issuer && certificate.verify(candidate.publicKey)
}

let roots: readonly X509Certificate[] | undefined

/** What Node and this machine trust. */
function rootsOf(): readonly X509Certificate[] {
  roots ??= [...getCACertificates('default'), ...getCACertificates('system')].map(
    (pem) => new Certificate(pem),
  )
  return roots
}

function nameIn(subject: string): string {
  return /(?:^|\n)CN=(.*)/.exec(subject)?.[1] ?? subject.replaceAll('\n', ', ')
}
