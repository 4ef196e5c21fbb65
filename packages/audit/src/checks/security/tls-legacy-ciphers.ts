import { check } from '../../check.ts'
import { makeCertificate } from '../../flaws/tls/certificate.ts'
import { secured } from '../../flaws/tls/secured.ts'
import { rfc } from '../../source.ts'
import { LEGACY_SUITES } from '../../wire/tls/suites.ts'
import { TLS_MEND } from './tls.ts'
import { refusesSuites } from './tls-suites.ts'

export const tlsLegacyCiphers = check({
  id: 'security/tls-legacy-ciphers',
  claim: 'Cipher suites without forward secrecy, and those with 3DES, are refused.',
  severity: 'should',
  source: rfc(9325, '4.1'),
  mend: TLS_MEND,
  needs: ['https'],
  run: (inspection) => refusesSuites(inspection, LEGACY_SUITES),
  flaw: secured({ certificate: () => makeCertificate({ rsa: 2048 }) }),
  sound: secured(),
})
