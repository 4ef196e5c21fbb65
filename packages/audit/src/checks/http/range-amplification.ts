import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc, text } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { parameterOf } from './field-syntax.ts'
import { acrossRanged, partsOf } from './ranges.ts'
import { STATUS } from '../../wire/answer.ts'

/** How often the same bytes are asked for. Servers that stand a few overlaps on purpose refuse so many. */
const TIMES = 100

export const rangeAmplification = check({
  id: 'http/range-amplification',
  claim: 'A request for the same bytes many times over is not answered with many times the bytes.',
  severity: 'must',
  source: [rfc(9110, '17.15'), text('CVE-2011-3192', 'https://nvd.nist.gov/vuln/detail/CVE-2011-3192')],
  mend: {
    general:
      'Ignore a Range that overlaps itself, or has more than a few parts, and send the whole. One request of 300 bytes otherwise costs a hundred times the file.',
    stacks: { Apache: 'MaxRanges and MaxRangeOverlaps, from 2.3.15 on', nginx: 'max_ranges 1;' },
  },
  async run(inspection) {
    return acrossRanged(inspection, async ({ path, as }, { length }) => {
      if (length < 1000) return undefined
      const slice = Math.ceil(length / 10)
      const headers = {
        Range: `bytes=${Array<string>(TIMES)
          .fill(`0-${slice - 1}`)
          .join(',')}`,
      }
      const exchange = await inspection.send({ path, as, headers })
      const { answer } = exchange
      const boundary = parameterOf(answer.headers.get('content-type') ?? '', 'boundary')
      const parts =
        answer.status === 206 && boundary !== undefined ? partsOf(answer.body, boundary) : undefined
      const bytes = (parts ?? []).reduce((sum, { body }) => sum + body.length, 0)
      if (bytes > 3 * length)
        return failed(
          `The first ${slice} of ${length} bytes of ${path} were asked for ${TIMES} times in one request, and sent ${parts?.length} times.`,
          exchange,
          STATUS,
        )
      const partial = await inspection.send({ path, as, headers: { Range: 'bytes=0-1' } })
      return partial.answer.status === 206 ? passed() : undefined
    })
  },
  flaw: flawed((request, response, pass) => {
    const ranges = request.headers.range?.split(',') ?? []
    if (ranges.length < 50) return pass()
    const part = `--b\r\nContent-Range: bytes 0-19999/200000\r\n\r\n${'x'.repeat(20_000)}\r\n`
    const body = `${part.repeat(ranges.length)}--b--\r\n`
    response.setHeader('content-length', body.length)
    response.writeHead(206, { 'content-type': 'multipart/byteranges; boundary=b' }).end(body)
  }),
})
