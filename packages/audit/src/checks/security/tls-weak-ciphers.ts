import { check } from '../../check.ts'
import { secured } from '../../flaws/tls/secured.ts'
import { rfc } from '../../source.ts'
import { WEAK_SUITES } from '../../wire/tls/suites.ts'
import { TLS_MEND } from './tls.ts'
import { refusesSuites } from './tls-suites.ts'

export const tlsWeakCiphers = check({
  id: 'security/tls-weak-ciphers',
  claim:
    'Cipher suites without encryption or authentication, and those with RC4, DES or export keys, are refused.',
  severity: 'must',
  source: [rfc(9325, '4.1'), rfc(7465, '2')],
  mend: TLS_MEND,
  needs: ['https'],
  run: (inspection) => refusesSuites(inspection, WEAK_SUITES),
  flaw: secured({ tls: { ciphers: 'ECDHE+AESGCM:eNULL@SECLEVEL=0' } }),
  sound: secured(),
})
