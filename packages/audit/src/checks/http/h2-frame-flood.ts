import { check } from '../../check.ts'
import { soundHttp2 } from '../../flaws/http2/lax.ts'
import { queueingOn } from '../../flaws/http2/queueing.ts'
import { rfc, text } from '../../source.ts'
import { across } from '../../verdict.ts'
import { FLAG, TYPE, type Frame } from '../../wire/http2/frames.ts'
import { continuation, data, headers, ping, priority, settings } from '../../wire/http2/write.ts'
import { fieldsOf, PROTOCOL_MEND } from './http2.ts'
import { othersServed } from './http2-flood.ts'

const TIMES = 5000

export const h2FrameFlood = check({
  id: 'http/h2-frame-flood',
  claim: 'Over HTTP/2, a flood of frames that ask for nothing keeps nobody else waiting.',
  severity: 'must',
  source: [
    rfc(9113, '10.5'),
    text('CVE-2019-9512 to 9518', 'https://www.cve.org/CVERecord?id=CVE-2019-9512'),
  ],
  mend: {
    ...PROTOCOL_MEND,
    general:
      'Bound what one connection can ask for without a request: SETTINGS, PING, empty DATA and CONTINUATION, PRIORITY. End it with ENHANCE_YOUR_CALM beyond. Update the server or proxy.',
  },
  needs: ['write'],
  alone: true,
  within: 30_000,
  run(inspection) {
    const times = (frame: Frame) => Array.from({ length: TIMES }, () => frame)
    const open = headers(1, fieldsOf(inspection, '/'), FLAG.END_HEADERS)
    const begun = headers(1, fieldsOf(inspection, '/'), FLAG.END_STREAM)
    const floods: Readonly<Record<string, readonly Frame[]>> = {
      SETTINGS: times(settings()),
      PING: times(ping('floodfld')),
      PRIORITY: times(priority(1, 0)),
      'empty DATA': [open, ...times(data(1, '', 0))],
      'empty CONTINUATION': [begun, ...times(continuation(1, Buffer.alloc(0), 0))],
    }
    return across(Object.entries(floods), 'Nothing was tried.', ([name, frames]) =>
      othersServed(inspection, `${TIMES} frames of ${name}`, frames),
    )
  },
  flaw: queueingOn(TYPE.SETTINGS, 0.7),
  sound: soundHttp2,
})
