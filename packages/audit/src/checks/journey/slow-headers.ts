import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { text } from '../../source.ts'
import { carriersFor } from '../http/carriers.ts'
import { expectWholeLimit, LIMIT_TIME, WITHIN } from './drip.ts'

export const slowHeaders = check({
  id: 'journey/slow-headers',
  claim: 'The time for a head is limited as a whole, also for a client that sends a byte now and then.',
  severity: 'should',
  source: text(
    'CWE-400: Uncontrolled Resource Consumption',
    'https://cwe.mitre.org/data/definitions/400.html',
  ),
  mend: LIMIT_TIME,
  within: WITHIN,
  run(inspection) {
    const { page, host } = carriersFor(inspection.target)
    return expectWholeLimit(inspection, 'a head', `GET ${page} HTTP/1.1\r\nHost: ${host}\r\nX-A: a`)
  },
  flaw: sloppy({ timePerByte: true }),
  sound: sloppy(),
})
