import { check } from '../../check.ts'
import { secured } from '../../flaws/tls/secured.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { Unreachable } from '../../wire/connection.ts'

/** What nobody speaks. */
const UNKNOWN = 'principia-audit'

export const tlsAlpn = check({
  id: 'security/tls-alpn',
  claim: 'A server does not agree by ALPN to a protocol that it does not speak.',
  severity: 'must',
  source: rfc(7301, '3.2'),
  mend: {
    general:
      'Choose only protocols that are served, and refuse with no_application_protocol where there is none in common: otherwise one protocol is taken for another (ALPACA).',
    stacks: {
      'node:https':
        "createServer({ ALPNProtocols: ['http/1.1'] }), or an ALPNCallback that gives undefined for what is not served",
      nginx: 'Run 1.21.4 or later, which refuses.',
    },
  },
  needs: ['https'],
  async run({ connect }) {
    try {
      const connection = await connect({ alpn: [UNKNOWN] })
      if (connection.secured?.alpnProtocol !== UNKNOWN) return passed('It leaves ALPN aside.')
      return failed(`A client that speaks "${UNKNOWN}" alone was told by ALPN that the server speaks it too.`)
    } catch (error) {
      if (error instanceof Unreachable) return passed('It refuses.')
      throw error
    }
  },
  flaw: secured({ tls: { ALPNCallback: ({ protocols }) => protocols[0] } }),
  sound: secured(),
})
