import { check } from '../../check.ts'
import { makeCertificate } from '../../flaws/tls/certificate.ts'
import { secured } from '../../flaws/tls/secured.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { certificateOf } from './tls.ts'

export const tlsCertificateDates = check({
  id: 'security/tls-certificate-dates',
  claim: 'The certificate is valid today.',
  severity: 'must',
  source: rfc(5280, '4.1.2.5'),
  mend: {
    general:
      'Renew the certificate, by a program, and load it without a restart. Check the clock of the machine.',
    stacks: { certbot: 'certbot renew --deploy-hook "systemctl reload nginx", by a timer' },
  },
  needs: ['https'],
  async run(inspection) {
    const { validFromDate, validToDate } = await certificateOf(inspection)
    const now = Date.now()
    if (validToDate.getTime() < now) return failed(`The certificate has expired on ${day(validToDate)}.`)
    if (validFromDate.getTime() > now)
      return failed(`The certificate is valid from ${day(validFromDate)} on only.`)
    return passed(`It is valid until ${day(validToDate)}.`)
  },
  flaw: secured({ certificate: () => makeCertificate({ from: -30, to: -2 }) }),
  sound: secured(),
})

function day(date: Date): string {
  return date.toISOString().slice(0, 10)
}
