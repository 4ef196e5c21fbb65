import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { NO_PROBLEMS, problems, PROBLEM_MEND } from './problem.ts'

const TYPES = {
  type: 'string',
  title: 'string',
  status: 'number',
  detail: 'string',
  instance: 'string',
} as const

export const problemMembers = check({
  id: 'errors/problem-members',
  claim:
    'The members of problem details have the types that RFC 9457 gives them, and a title or a type is there.',
  severity: 'should',
  source: [rfc(9457, '3.1'), rfc(9457, '4.2.1')],
  mend: PROBLEM_MEND,
  async run(inspection) {
    return across(await problems(inspection), NO_PROBLEMS, ({ says, seen, problem }) => {
      for (const [member, type] of Object.entries(TYPES)) {
        const value = problem[member]
        if (value !== undefined && typeof value !== type)
          return failed(
            `${says}: the ${member} of its problem details is ${JSON.stringify(value)?.slice(0, 80)}; a ${type} was expected. Clients ignore it.`,
            seen,
            new RegExp(`"${member}"\\s*:\\s*[^,}]+`),
          )
      }
      if (problem['title'] !== undefined || problem['type'] !== undefined) return passed()
      return failed(`${says}: its problem details have neither a title nor a type.`, seen)
    })
  },
  flaw: tampered((answer) => {
    if (answer.status !== 404) return
    answer.body = Buffer.from(JSON.stringify({ type: 404, title: ['Not Found'], status: 404 }))
  }),
})
