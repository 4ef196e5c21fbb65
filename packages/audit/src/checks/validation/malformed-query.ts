import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { across } from '../../verdict.ts'
import { refusesAll } from '../openapi/trials.ts'
import { parameterCalls } from '../openapi/parameter-calls.ts'
import { MEND_QUERY } from './mends.ts'
import { rfc } from '../../source.ts'

export const malformedQuery = check({
  id: 'validation/malformed-query',
  claim: 'Percent-escapes in a query that are none, or no UTF-8, are refused.',
  severity: 'may',
  source: rfc(3986, '2.1'),
  mend: MEND_QUERY,
  needs: ['description'],
  run({ target, send }) {
    const texts = parameterCalls(target, 'query')
    return across(texts, 'No query parameter is described.', (call) =>
      refusesAll(
        { name: call.name, send: ({ body }) => send(call.written(`${call.parameter.name}=${String(body)}`)) },
        ['%', '%zz', '%ff', '%c0%af'].map((body) => ({ what: `its value is ${body}`, content: { body } })),
      ),
    )
  },
  flaw: flawed((request, _response, pass) => {
    request.url = request.url?.replaceAll(/%(?![\da-f]{2})/gi, '%25') ?? '/'
    pass()
  }),
})
