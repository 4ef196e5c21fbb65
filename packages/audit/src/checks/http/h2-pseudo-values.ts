import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import type { Field } from '../../wire/http2/hpack.ts'
import { PROTOCOL_MEND } from './http2.ts'
import { refuses } from './http2-offences.ts'

export const h2PseudoValues = check({
  id: 'http/h2-pseudo-values',
  claim: 'Over HTTP/2, a method or path that would end its line in HTTP/1.1 is refused.',
  severity: 'must',
  source: rfc(9113, '8.2.1'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    refuses(inspection, [
      { says: 'A path with a line break', change: (good) => append(good, ':path', '\r\nx-other: b') },
      { says: 'A path with a line feed', change: (good) => append(good, ':path', '\nx-other: b') },
      { says: 'A method with a line break', change: (good) => append(good, ':method', '\r\nx-other: b') },
      { says: 'A path with a zero', change: (good) => append(good, ':path', '\0') },
    ]),
  flaw: laxHttp2('field-values'),
  sound: soundHttp2,
})

function append(good: readonly Field[], pseudo: string, more: string): Field[] {
  return good.map(([name, value]) => [name, name === pseudo ? value + more : value])
}
