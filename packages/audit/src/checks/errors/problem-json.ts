import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { isJson, statusLine, type Answer } from '../../wire/answer.ts'
import { isJsonApi, PROBLEM_MEND, problemIn } from './problem.ts'
import { ELSEWHERE, failures } from './provoked.ts'

export const problemJson = check({
  id: 'errors/problem-json',
  claim: 'Failures of handler, router, parser and limits are all problem details.',
  severity: 'should',
  source: rfc(9457, '3'),
  mend: PROBLEM_MEND,
  async run(inspection) {
    if (!isJsonApi(inspection.target))
      return inconclusive('Nothing of it is JSON: its failures are for people.')
    return across(await failures(inspection), 'No failure could be provoked.', ({ says, seen }) => {
      if (problemIn(seen.answer) !== undefined) return passed()
      if (isRefusedInFront(says, seen.answer) || says === ELSEWHERE) return undefined
      // Who accepts nothing that there is may be told nothing (RFC 9110 section 15.5.7 has a SHOULD about it).
      if (seen.answer.status === 406 && seen.answer.body.length === 0) return undefined
      const type = seen.answer.headers.get('content-type')
      const is = seen.answer.body.length === 0 ? 'no content' : (type ?? 'content without a type')
      return failed(
        `${says} was answered with ${statusLine(seen.answer)} and ${is}; application/problem+json was expected.`,
        seen,
        /^content-type:[^\r\n]*/im,
      )
    })
  },
  flaw: tampered((answer) => {
    if (answer.status === 404) answer.headers['content-type'] = 'application/json'
  }),
})

/** Whether a proxy or a parser in front refused the message, or an address that is none: it knows nothing of the application. */
function isRefusedInFront(says: string, answer: Answer): boolean {
  return !isJson(answer) && ([400, 414, 431].includes(answer.status) || /^A (?:long )?path\b/.test(says))
}
