import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { failed, inconclusive, need, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { isTaken } from './trials.ts'
import { MEND_DOCUMENT } from './mends.ts'
import { rfc, text } from '../../source.ts'

export const served = check({
  id: 'openapi/served',
  claim: 'The description is served at a known address, with a validator for caches.',
  severity: 'may',
  source: [
    text(
      'OpenAPI 3.1.1 section 4.3',
      'https://spec.openapis.org/oas/v3.1.1.html#openapi-description-structure',
    ),
    rfc(9110, '8.8'),
  ],
  mend: MEND_DOCUMENT,
  needs: ['description'],
  async run({ target, send }) {
    const from = need(target.description, NONE).from
    if (!from.startsWith('/'))
      return inconclusive('The description was given as a file; where it is served is not known.')
    const answered = await send({ path: from })
    const { answer } = answered
    if (!isTaken(answer)) return failed(`${from} was answered with ${statusLine(answer)}.`, answered, STATUS)
    if (answer.headers.has('etag') || answer.headers.has('last-modified')) return passed()
    return failed(
      `${from} has neither ETag nor Last-Modified: who reads it often gets it anew each time.`,
      answered,
      STATUS,
    )
  },
  flaw: tampered((answer, { url }) => {
    if (url === '/openapi.json') delete answer.headers['etag']
  }),
})

const NONE = 'No OpenAPI document was found.'
