import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { itemPathOf } from '../../target/item-path.ts'
import { across, CannotTell, failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { isFault, isSuccess, STATUS } from './seen.ts'

/** Ids of the kinds that there are, of no item; and what is none of any kind. */
const IDS = [
  '0',
  '-1',
  '2147483648',
  '9223372036854775808',
  '99999999999999999999999999',
  '1e9',
  '1.5',
  'null',
  'undefined',
  'NaN',
  'audit-nothing',
  '00000000-0000-4000-8000-000000000000',
  '0'.repeat(24),
  'x'.repeat(300),
  "'",
  '%00',
  '%27%20or%201=1',
  '%F0%9F%98%80',
  '__proto__',
  'constructor',
]
/** Of these nothing can be there. */
const IMPOSSIBLE = new Set([
  'audit-nothing',
  '99999999999999999999999999',
  '__proto__',
  'constructor',
  'x'.repeat(300),
])

export const unknownId = check({
  id: 'crud/unknown-id',
  claim: 'An id that nothing has is not found, and is no fault of the server, whatever it looks like.',
  severity: 'should',
  source: [rfc(9110, '15.5.5'), rfc(9110, '15.6.1')],
  mend: {
    general:
      'Look whether a text can be an id before it goes to the database, with its range: what cannot be one is 404 (or 400). A number beyond 64 bits, or a text where a UUID is wanted, is an error of the statement otherwise.',
    stacks: {
      Express: 'if (!/^[1-9]\\d{0,17}$/.test(req.params.id)) return res.sendStatus(404)',
      Fastify: 'params: { id: { type: "integer", minimum: 1, maximum: 2147483647 } }',
      'Spring Boot': '@ExceptionHandler(MethodArgumentTypeMismatchException.class) that gives 404',
      PostgreSQL:
        'SQLSTATE 22P02 (invalid_text_representation) and 22003 (numeric_value_out_of_range) are "not found"',
    },
  },
  run: ({ target, send }) =>
    across(
      target.resources.filter(({ methods }) => methods.includes('read')).slice(0, 3),
      'No collection is known whose items can be read; name one under "resources".',
      async (resource) => {
        try {
          for (const id of IDS) {
            const answered = await send({ path: itemPathOf(resource, id), as: resource.as })
            if (isFault(answered) || (isSuccess(answered) && IMPOSSIBLE.has(id)))
              return failed(
                `GET ${itemPathOf(resource, id.slice(0, 40))} was answered with ${statusLine(answered.answer)}; 404 was expected.`,
                answered,
                STATUS,
              )
          }
          return passed()
        } catch (error) {
          if (error instanceof CannotTell) return inconclusive(error.message)
          throw error
        }
      },
    ),
  flaw: flawed((request, response, pass) => {
    if (!/^\/notes\/\d{19,}$/.test(request.url ?? '')) return pass()
    response.writeHead(500).end('value is out of range for type bigint')
  }),
})
