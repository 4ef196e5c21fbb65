import { check } from '../../check.ts'
import { makeCertificate } from '../../flaws/tls/certificate.ts'
import { secured } from '../../flaws/tls/secured.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { certificateOf } from './tls.ts'

const DAY = 86_400_000

/** A program renews when a third of the lifetime is left; below this share, or two weeks, it did not. */
const SHARE = 5
const SOON = 14 * DAY

export const tlsCertificateRenewal = check({
  id: 'security/tls-certificate-renewal',
  claim: 'The certificate is renewed long before it expires.',
  severity: 'should',
  source: rfc(5280, '4.1.2.5'),
  mend: {
    general:
      'Have a program renew it when a third of its lifetime is left, and have somebody told when that fails.',
    stacks: {
      Caddy: 'It renews by itself; look for errors of "tls.renew" in its log.',
      certbot: 'systemctl status certbot.timer, and certbot renew --dry-run',
    },
  },
  needs: ['https'],
  async run(inspection) {
    const { validFromDate, validToDate } = await certificateOf(inspection)
    const left = validToDate.getTime() - Date.now()
    if (left < 0) return inconclusive('It has expired.')
    const lifetime = validToDate.getTime() - validFromDate.getTime()
    if (left >= Math.min(SOON, lifetime / SHARE)) return passed()
    return failed(
      `The certificate expires in ${(left / DAY).toFixed(1)} days, of ${Math.round(lifetime / DAY)}.`,
    )
  },
  flaw: secured({ certificate: () => makeCertificate({ from: -85, to: 5 }) }),
  sound: secured(),
})
