import { check } from '../../check.ts'
import { cannedHello } from '../../flaws/tls/server-hello.ts'
import { secured, securedBehind } from '../../flaws/tls/secured.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { COMMON_SUITES } from '../../wire/tls/suites.ts'
import { offer, TLS_1_2 } from './tls.ts'

/** renegotiation_info. */
const EXTENSION = 0xff01

export const tlsSecureRenegotiation = check({
  id: 'security/tls-secure-renegotiation',
  claim: 'Over TLS 1.2, a server says that no renegotiation can be spliced into a connection.',
  severity: 'must',
  source: [rfc(5746, '3.6'), rfc(9325, '3.5')],
  mend: {
    general:
      'Update the TLS library: one that lacks RFC 5746 lets somebody in the middle put a request of theirs in front of that of a client.',
  },
  needs: ['https'],
  async run(inspection) {
    const { answer, exchange } = await offer(inspection, { version: TLS_1_2, suites: COMMON_SUITES })
    if (answer?.kind !== 'hello')
      return inconclusive('It does not speak TLS 1.2, and later versions do not renegotiate.')
    if (answer.extensions.includes(EXTENSION)) return passed()
    return failed(
      'Its ServerHello lacks renegotiation_info although the client has said that it knows it.',
      exchange,
    )
  },
  flaw: securedBehind(cannedHello({ renegotiationInfo: false })),
  sound: secured(),
})
