import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectContentRead } from './aligned.ts'
import { REFUSE_FRAMING } from './mends.ts'

export const lengthOctal = check({
  id: 'http/length-octal',
  claim: 'A Content-Length that begins with a zero is decimal all the same.',
  severity: 'must',
  source: rfc(9110, '8.6'),
  mend: REFUSE_FRAMING,
  run: (inspection) =>
    expectContentRead(inspection, ({ begin, hidden }, method) => {
      const length = lengthFor(hidden.length + 'X-A: \r\n'.length)
      const padding = Number.parseInt(String(length), 8)
      const filler = `X-A: ${'a'.repeat(length - padding - hidden.length - 'X-A: \r\n'.length)}\r\n`
      const content = 'a'.repeat(padding) + hidden.replace(/\r\n$/, `${filler}\r\n`)
      return [
        {
          what: `a ${method} with a Content-Length of "0${length}"`,
          bytes: begin(method, `Content-Length: 0${length}\r\n`) + content,
        },
      ]
    }),
  flaw: sloppy({ lengthOctal: true }),
})

/** A number that is, read as octal, less by at least so much. */
function lengthFor(difference: number): number {
  let length = difference
  while (!/^[0-7]+$/.test(String(length)) || length - Number.parseInt(String(length), 8) < difference)
    length++
  return length
}
