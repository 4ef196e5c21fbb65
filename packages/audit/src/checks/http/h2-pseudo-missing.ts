import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import type { Field } from '../../wire/http2/hpack.ts'
import { PROTOCOL_MEND } from './http2.ts'
import { refuses } from './http2-offences.ts'

export const h2PseudoMissing = check({
  id: 'http/h2-pseudo-missing',
  claim: 'Over HTTP/2, a request without method, scheme or path is refused.',
  severity: 'must',
  source: rfc(9113, '8.3.1'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    refuses(inspection, [
      { says: 'A request without :method', change: without(':method') },
      { says: 'A request without :scheme', change: without(':scheme') },
      { says: 'A request without :path', change: without(':path') },
      {
        says: 'A request with an empty :path',
        change: (good) => good.map(([name, value]) => [name, name === ':path' ? '' : value]),
      },
    ]),
  flaw: laxHttp2('pseudo-missing'),
  sound: soundHttp2,
})

function without(pseudo: string): (good: readonly Field[]) => readonly Field[] {
  return (good) => good.filter(([name]) => name !== pseudo)
}
