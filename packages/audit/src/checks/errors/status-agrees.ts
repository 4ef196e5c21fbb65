import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { NO_PROBLEMS, problems, PROBLEM_MEND } from './problem.ts'

export const statusAgrees = check({
  id: 'errors/status-agrees',
  claim: 'The status in problem details is the status of the answer.',
  severity: 'must',
  source: rfc(9457, '3.1.2'),
  mend: {
    ...PROBLEM_MEND,
    general: 'Write the status of the answer and that of its problem details from one value.',
  },
  async run(inspection) {
    return across(await problems(inspection), NO_PROBLEMS, ({ says, seen, problem: { status } }) => {
      if (status === undefined) return undefined
      if (status === seen.answer.status) return passed()
      return failed(
        `${says} was answered with ${seen.answer.status}, and its problem details say ${JSON.stringify(status)?.slice(0, 40)}.`,
        seen,
        /"status"\s*:\s*[^,}]+/,
      )
    })
  },
  flaw: tampered((answer) => {
    if (answer.status === 404) answer.body = Buffer.from(answer.body.toString().replace('404', '400'))
  }),
})
