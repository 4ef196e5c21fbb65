import { check } from '../../check.ts'
import { gzipSync } from 'node:zlib'
import { failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { freeTexts } from '../openapi/texts-of.ts'
import { acrossBodies, attempt, isFault, isRefused, isTaken } from '../openapi/trials.ts'
import { answerAt } from '../validation/lax.ts'
import { MEND_CODING } from './mends.ts'
import { rfc, text } from '../../source.ts'

export const compressedBomb = check({
  id: 'serialization/compressed-bomb',
  claim: 'Compressed content is refused, or limited by what comes out of it.',
  severity: 'must',
  source: [text('CWE-409', 'https://cwe.mitre.org/data/definitions/409.html'), rfc(9110, '17.5')],
  mend: MEND_CODING,
  needs: ['write'],
  run(inspection) {
    const { target } = inspection
    return acrossBodies(inspection, 'No member is known that takes any text.', async (call) => {
      const example = call.example()
      const [member] = freeTexts(call, target.description)
      if (member === undefined) return undefined
      const plain = JSON.stringify({ ...example, [member.name]: '0'.repeat(SIZE) })
      const packed = await attempt(() =>
        call.send({ body: gzipSync(plain), headers: { 'Content-Encoding': 'gzip' } }),
      )
      if (packed === undefined || isRefused(packed.answer) || packed.answer.status === 503) return passed()
      if (isFault(packed.answer))
        return failed(
          `${call.name} was answered with ${statusLine(packed.answer)} to ${SIZE / 1e6} MB that came as ${gzipSync(plain).length} bytes; a refusal (413, 415) was expected.`,
          packed,
          STATUS,
        )
      if (!isTaken(packed.answer)) return undefined
      const large = await attempt(() => call.send({ body: plain }))
      // Who takes as much without compression has no limit to go round.
      if (large !== undefined && large.answer.status !== 413) return undefined
      return failed(
        `${call.name} refuses ${SIZE / 1e6} MB, and takes them compressed to ${gzipSync(plain).length} bytes: its limit is only for what is sent.`,
        packed,
        STATUS,
      )
    })
  },
  flaw: answerAt(
    (_, bytes) => bytes[0] === 0x1f,
    (response) => response.writeHead(500).end(),
  ),
})

const SIZE = 10_000_000
