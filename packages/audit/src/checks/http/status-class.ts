import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { isObject } from '../../target/openapi/document.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, jsonOf, statusLine, type Answer } from '../../wire/answer.ts'
import { provoked } from '../errors/provoked.ts'

export const statusClass = check({
  id: 'http/status-class',
  claim: 'No malformed input ends in 5xx, and no failure is a 2xx.',
  severity: 'should',
  source: [rfc(9110, '15.5'), rfc(9110, '15.6')],
  mend: {
    general:
      'Check what comes in before it is used, and answer what is wrong with it as 4xx. A 5xx says that the server is at fault: clients repeat it, and somebody is woken up.',
    stacks: {
      Express: 'Give errors of parsing and validation a status of 400 or 422 in the error handler.',
      'Spring Boot':
        '@ExceptionHandler for MethodArgumentTypeMismatchException and HttpMessageNotReadableException',
      Django: 'get_object_or_404, and forms or serializers in place of int(request.GET[…])',
      FastAPI: 'Types on all parameters; what is read from the request by hand is not checked.',
    },
  },
  async run(inspection) {
    return across(await provoked(inspection), 'Nothing was tried.', ({ says, seen }) => {
      if (seen === undefined) return undefined
      const { answer } = seen
      // 501 and 505 are right for what nobody knows; 503 is said by who is busy.
      if (answer.status >= 500 && ![501, 503, 505].includes(answer.status))
        return failed(`${says} was answered with ${statusLine(answer)}; 4xx was expected.`, seen, STATUS)
      if (answer.status < 300 && isFailure(answer))
        return failed(
          `${says} was answered with ${statusLine(answer)}, and its content says that it failed.`,
          seen,
          STATUS,
        )
      return passed()
    })
  },
  flaw: flawed((request, response, pass) => {
    if (!/=abc|%00/.test(request.url ?? '')) return pass()
    response.writeHead(500).end()
  }),
})

/**
 * An object with a failure's status of its own, problem details or not. Its type tells nothing: a server that takes problem
 * details for a way to write JSON has it for successes too, where a client asks for it.
 */
function isFailure(answer: Answer): boolean {
  const value = jsonOf(answer)
  if (!isObject(value)) return false
  const { status, statusCode, ...rest } = value
  const code = typeof statusCode === 'number' ? statusCode : status
  return (
    typeof code === 'number' &&
    code >= 400 &&
    code < 600 &&
    ['error', 'title', 'type'].some((name) => typeof rest[name] === 'string')
  )
}
