import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { text } from '../../source.ts'
import { inconclusive } from '../../verdict.ts'
import { writeHead } from '../http/resource-content.ts'
import { expectWholeLimit, LIMIT_TIME, WITHIN } from './drip.ts'

export const slowBody = check({
  id: 'journey/slow-body',
  claim: 'The time for content is limited as a whole, also for a client that sends a byte now and then.',
  severity: 'should',
  source: text(
    'CWE-400: Uncontrolled Resource Consumption',
    'https://cwe.mitre.org/data/definitions/400.html',
  ),
  mend: LIMIT_TIME,
  needs: ['resource'],
  within: WITHIN,
  async run(inspection) {
    const head = writeHead(inspection.target, 'Content-Length: 5000\r\n')
    if (head === undefined) return inconclusive('Nothing is known that takes content.')
    return expectWholeLimit(inspection, 'content', `${head}{"a":"`)
  },
  flaw: sloppy({ timePerByte: true }),
  sound: sloppy(),
})
