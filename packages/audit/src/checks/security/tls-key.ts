import type { X509Certificate } from 'node:crypto'
import { check } from '../../check.ts'
import { makeCertificate } from '../../flaws/tls/certificate.ts'
import { secured } from '../../flaws/tls/secured.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { certificateOf } from './tls.ts'

export const tlsKey = check({
  id: 'security/tls-key',
  claim: 'The key of the certificate is long enough, and its signature is of SHA-2.',
  severity: 'must',
  source: rfc(9325, '4.5'),
  mend: {
    general:
      'Make a new key, ECDSA on P-256 or RSA of 2048 bits or more, and have a certificate issued for it.',
    stacks: { openssl: 'openssl ecparam -genkey -name prime256v1 -noout -out key.pem' },
  },
  needs: ['https'],
  async run(inspection) {
    const certificate = await certificateOf(inspection)
    const { asymmetricKeyType: type = 'unknown', asymmetricKeyDetails: details } = certificate.publicKey
    const bits = details?.modulusLength
    if (bits !== undefined && bits < 2048)
      return failed(
        `The key of the certificate is ${type.toUpperCase()} of ${bits} bits; 2048 or more were expected.`,
      )
    const signature = certificate.signatureAlgorithm ?? ''
    if (!isSelfIssued(certificate) && /md5|sha1(?!\d)/i.test(signature))
      return failed(`The certificate is signed with ${signature}; SHA-256 or better was expected.`)
    return passed()
  },
  flaw: secured({
    certificate: () => makeCertificate({ rsa: 1024 }),
    tls: { ciphers: 'DEFAULT@SECLEVEL=0' },
  }),
  sound: secured(),
})

/** Nobody looks at the signature of a certificate that signs itself. */
function isSelfIssued(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer
}
