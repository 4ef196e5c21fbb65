import { check } from '../../check.ts'
import { program, soundProgramWithDatabase } from '../../flaws/program/program.ts'
import { withoutDatabase } from '../../process/dependents.ts'
import { launch } from '../../process/launch.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'

export const neededPart = check({
  id: 'errors/needed-part',
  claim: 'Without a database that it needs a request is answered with 503.',
  severity: 'should',
  source: rfc(9110, '15.6.4'),
  mend: {
    general:
      'Where a needed part cannot be reached answer 503, with Retry-After where a time is known: the client, and whoever reads the figures, sees that trying again helps. 500 says that the code is wrong.',
    stacks: {
      'Spring Boot':
        '@ExceptionHandler({CannotGetJdbcConnectionException.class, CannotCreateTransactionException.class}) that answers 503',
      FastAPI: '@app.exception_handler(OperationalError) that answers 503',
      Express: 'In the error handler: ECONNREFUSED, ECONNRESET and timeouts of the pool become 503.',
    },
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using launched = await launch(inspection)
    const dependents = await withoutDatabase(inspection, launched, 'refuse')
    return await across(dependents, '', ({ request, answered }) => {
      if (answered === undefined) return undefined
      const { answer } = answered
      if (answer.status === 503)
        return passed(
          answer.headers.has('retry-after')
            ? 'It said when to come back as well.'
            : 'It did not say when to come back.',
        )
      // A gateway's words for a part that is away (RFC 9110 sections 15.6.3 and 15.6.5).
      if (answer.status === 502 || answer.status === 504) return passed()
      return failed(
        `While its database was away, ${request.method ?? 'GET'} ${request.path} was answered with ${statusLine(answer)}; 503 was expected.`,
        answered,
        STATUS,
      )
    })
  },
  flaw: program(
    `
    serve({
      handle(request, response, program) {
        const writeHead = response.writeHead.bind(response)
        response.writeHead = (status, headers) => writeHead(status === 503 ? 500 : status, headers)
        return handle(request, response, program)
      },
    })
  `,
    { database: true },
  ),
  sound: soundProgramWithDatabase,
})
