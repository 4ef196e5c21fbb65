import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import type { Specimen } from '../../flaws/specimen.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { failures } from './provoked.ts'

export const retryAfter = check({
  id: 'errors/retry-after',
  claim: 'Who is asked to come back later is told when.',
  severity: 'may',
  source: [rfc(9110, '10.2.3'), rfc(6585, '4')],
  mend: {
    general: 'Send Retry-After, in seconds, with each 429 and 503.',
    stacks: {
      Express: "response.set('Retry-After', '30').status(503).end()",
      nginx: 'error_page 503 @later; location @later { add_header Retry-After 30 always; return 503; }',
    },
  },
  async run(inspection) {
    const limited = (await failures(inspection)).filter(({ seen }) => [429, 503].includes(seen.answer.status))
    return across(
      limited,
      'Nobody was asked to come back later: no 429 and no 503 was seen.',
      ({ says, seen }) => {
        const value = seen.answer.headers.get('retry-after')
        if (value === undefined)
          return failed(`${says} was answered with ${seen.answer.status} and without Retry-After.`, seen)
        if (/^\d+$/.test(value) || !Number.isNaN(Date.parse(value))) return passed()
        return failed(
          `Retry-After is "${value.slice(0, 80)}"; seconds or a date were expected.`,
          seen,
          /^retry-after:[^\r\n]*/im,
        )
      },
    )
  },
  flaw: overloaded({}),
  sound: overloaded({ 'retry-after': '30' }),
})

function overloaded(headers: Readonly<Record<string, string>>): Specimen {
  return flawed((request, response, pass) => {
    if (!request.url?.includes('limit=abc')) return pass()
    response.writeHead(503, { ...headers, 'content-type': 'application/problem+json' })
    response.end('{"title":"Service Unavailable","status":503}')
  })
}
