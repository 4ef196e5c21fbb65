import { check } from '../../check.ts'
import { secured } from '../../flaws/tls/secured.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { Unreachable } from '../../wire/connection.ts'
import { TLS_MEND } from './tls.ts'

export const tls13 = check({
  id: 'security/tls-1-3',
  claim: 'TLS 1.3 is spoken.',
  severity: 'should',
  source: rfc(9325, '3.1.1'),
  mend: TLS_MEND,
  needs: ['https'],
  async run({ connect }) {
    try {
      await connect({ tls: { minVersion: 'TLSv1.3' } })
      return passed()
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
      return failed('A client that speaks TLS 1.3 alone could not connect.')
    }
  },
  flaw: secured({ tls: { maxVersion: 'TLSv1.2' } }),
  sound: secured(),
})
