import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { PROTOCOL_MEND } from './http2.ts'
import { refuses } from './http2-offences.ts'

export const h2PseudoOrder = check({
  id: 'http/h2-pseudo-order',
  claim: 'Over HTTP/2, pseudo-header fields come before all others.',
  // The text says MUST; several servers that are used everywhere are lenient here, and nobody is harmed by it alone.
  severity: 'should',
  source: rfc(9113, '8.3'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    refuses(inspection, [
      {
        says: 'A request with :path behind other fields',
        change: (good) => [
          ...good.filter(([name]) => name !== ':path'),
          ...good.filter(([name]) => name === ':path'),
        ],
      },
    ]),
  flaw: laxHttp2('pseudo-order'),
  sound: soundHttp2,
})
