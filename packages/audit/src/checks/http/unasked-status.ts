import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { Headers1, STATUS, statusLine } from '../../wire/answer.ts'
import { survey } from './survey.ts'

/** Statuses that answer a field of the request, and the fields that they may answer. */
const ANSWERS: Readonly<Record<number, readonly string[]>> = {
  206: ['range'],
  304: ['if-none-match', 'if-modified-since'],
  412: ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since', 'if-range'],
  416: ['range'],
  417: ['expect'],
}

export const unaskedStatus = check({
  id: 'http/unasked-status',
  claim:
    '206, 304, 412, 416 and 417 are sent only to requests that ask for a part, set a condition or expect something.',
  severity: 'must',
  source: [rfc(9110, '15.3.7'), rfc(9110, '15.4.5'), rfc(9110, '15.5.13')],
  mend: {
    general:
      'Send 304 only where the request has If-None-Match or If-Modified-Since, and 206 only where it has Range: other clients have no copy that the answer could complete. A shared cache that stores such answers gives them to everybody.',
    stacks: {
      nginx:
        'leave Range, If-Range and If-None-Match out of the key of a cache, and let nginx itself answer them',
    },
  },
  async run(inspection) {
    return across(await survey(inspection), 'Nothing answered.', (answered) => {
      const asked = new Headers1(Object.keys(answered.request?.headers ?? {}).map((name) => [name, '']))
      const fields = ANSWERS[answered.answer.status]
      if (fields === undefined || fields.some((field) => asked.has(field))) return passed()
      return failed(
        `${statusLine(answered.answer)} was sent to a request without ${fields.join(', ')}.`,
        answered,
        STATUS,
      )
    })
  },
  flaw: tampered((answer, request) => {
    if (request.method === 'GET' && answer.status === 404) answer.status = 304
  }),
})
