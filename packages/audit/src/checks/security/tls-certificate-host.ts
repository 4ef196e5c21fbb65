import { check } from '../../check.ts'
import { makeCertificate } from '../../flaws/tls/certificate.ts'
import { secured } from '../../flaws/tls/secured.ts'
import { rfc } from '../../source.ts'
import { isLoopback } from '../../target/loopback.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { certificateOf, serverName } from './tls.ts'

export const tlsCertificateHost = check({
  id: 'security/tls-certificate-host',
  claim: 'The certificate is for the host, by its subjectAltName.',
  severity: 'must',
  source: [rfc(9110, '4.3.4'), rfc(9525, '6.3')],
  mend: {
    general:
      'Have a certificate issued for every name that the server is reached by. The common name is not looked at.',
    stacks: {
      Caddy: 'Name all hosts in the address of the site; it has certificates issued for them.',
      certbot: 'certbot --expand -d example.org -d www.example.org',
    },
  },
  needs: ['https'],
  async run(inspection) {
    const { hostname } = inspection.target.origin
    const certificate = await certificateOf(inspection)
    const names = certificate.subjectAltName
    if (names === undefined)
      return failed(
        `The certificate of ${shown(certificate.subject)} has no subjectAltName; clients refuse it for any host.`,
      )
    const fits =
      serverName(inspection.target.origin) === undefined
        ? certificate.checkIP(hostname.replaceAll(/[[\]]/g, ''))
        : certificate.checkHost(hostname)
    if (fits !== undefined) return passed()
    if (isLoopback(hostname))
      return inconclusive(
        `The certificate is for ${shown(names)}, and the target is reached by ${hostname}, which is this machine; audit it by its name.`,
      )
    return failed(`The certificate is for ${shown(names)}, and not for ${hostname}.`)
  },
  flaw: secured({ certificate: () => makeCertificate({ hosts: [] }) }),
  sound: secured(),
})

function shown(names: string): string {
  return names.replaceAll('\n', ', ').slice(0, 200)
}
