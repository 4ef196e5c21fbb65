import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { lineOf } from './field-syntax.ts'
import { acrossRanged, partFault } from './ranges.ts'

export const rangeOfCoding = check({
  id: 'http/range-of-coding',
  claim: 'A part of compressed content is a part of the compressed bytes.',
  severity: 'must',
  source: [rfc(9110, '14.4'), rfc(9110, '8.4')],
  mend: {
    general:
      'Compress first and cut then; or do not compress where a Range is asked for. A part that is compressed by itself fits to nothing.',
    stacks: {
      nginx: 'gzip takes ranges away by itself; gzip_static keeps them',
      Express: 'compression() with a filter that leaves requests with a Range out',
    },
  },
  async run(inspection) {
    return acrossRanged(inspection, async ({ path, as }, plain) => {
      const headers = { 'Accept-Encoding': 'gzip' }
      const whole = await inspection.send({ path, as, headers })
      if (whole.answer.status !== 200 || !whole.answer.headers.has('content-encoding')) return undefined
      const exchange = await inspection.send({ path, as, headers: { ...headers, Range: 'bytes=2-9' } })
      const { answer } = exchange
      if (answer.status !== 206) return answer.status === 200 ? passed() : undefined
      // It may compress what is whole, and send parts of the plain bytes.
      const coded = answer.headers.has('content-encoding')
      const fault = partFault(exchange, coded ? whole.answer.body : plain)
      if (fault === undefined) return passed()
      // Some compress anew each time: then only the length of the part tells.
      const again = await inspection.send({ path, as, headers })
      if (coded && !again.answer.body.equals(whole.answer.body)) return undefined
      return failed(
        `A part of ${path} in ${coded ? answer.headers.get('content-encoding') : 'plain bytes'} is none of what is sent whole.`,
        exchange,
        lineOf('Content-Range'),
      )
    })
  },
  flaw: tampered((answer) => {
    if (answer.status === 206) answer.body = Buffer.from('compressed by itself')
  }),
})
