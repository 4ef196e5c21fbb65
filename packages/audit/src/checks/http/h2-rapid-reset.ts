import { check } from '../../check.ts'
import { soundHttp2 } from '../../flaws/http2/lax.ts'
import { queueingOn } from '../../flaws/http2/queueing.ts'
import { rfc, text } from '../../source.ts'
import { errorCode, TYPE } from '../../wire/http2/frames.ts'
import { headers, rstStream } from '../../wire/http2/write.ts'
import { fieldsOf } from './http2.ts'
import { openPath, othersServed } from './http2-flood.ts'

const TIMES = 1000

export const h2RapidReset = check({
  id: 'http/h2-rapid-reset',
  claim: 'Over HTTP/2, requests that are reset at once keep nobody else waiting.',
  severity: 'must',
  source: [rfc(9113, '10.5'), text('CVE-2023-44487', 'https://www.cve.org/CVERecord?id=CVE-2023-44487')],
  mend: {
    general:
      'Stop the work of a request when its stream is reset, count resets per connection, and end the connection with ENHANCE_YOUR_CALM beyond a limit.',
    stacks: {
      'node:http2':
        'Run a maintained release (streamResetBurst and streamResetRate bound it), and pass the signal of a request on to what it waits for.',
      'Go net/http': 'Run Go 1.21.3 or later, and pass r.Context() on.',
      nginx: 'Run 1.25.3 or later; keepalive_requests bounds a connection.',
    },
  },
  needs: ['write'],
  alone: true,
  within: 15_000,
  run(inspection) {
    const fields = fieldsOf(inspection, openPath(inspection))
    const flood = Array.from({ length: TIMES }, (_, index) => index * 2 + 1).flatMap((stream) => [
      headers(stream, fields),
      rstStream(stream, errorCode('CANCEL')),
    ])
    return othersServed(inspection, `${TIMES} requests that were reset at once`, flood)
  },
  flaw: queueingOn(TYPE.HEADERS, 5),
  sound: soundHttp2,
})
