import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { passed } from '../../verdict.ts'
import { TYPE } from '../../wire/http2/frames.ts'
import { PROTOCOL_MEND, speakHttp2 } from './http2.ts'

export const h2Settings = check({
  id: 'http/h2-settings',
  claim: 'Over HTTP/2, a server begins with its settings and acknowledges those of the client.',
  severity: 'must',
  source: [rfc(9113, '3.4'), rfc(9113, '6.5.3')],
  mend: PROTOCOL_MEND,
  async run(inspection) {
    const connection = await speakHttp2(inspection)
    const [first] = connection.frames
    if (first?.type !== TYPE.SETTINGS)
      return connection.failed(
        'The first frame of the server is not SETTINGS.',
        first && { in: 'received', from: first.from, to: first.to },
      )
    if (connection.acknowledged) return passed()
    return connection.failed('It did not acknowledge the settings of the client within 1.5 s.')
  },
  flaw: laxHttp2('settings-ack'),
  sound: soundHttp2,
})
