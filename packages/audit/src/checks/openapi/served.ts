import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { failed, inconclusive, need, passed } from '../../verdict.ts'
import { STATUS } from '../../wire/answer.ts'
import { servedDocument } from './served-document.ts'
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
  async run(inspection) {
    const { from } = need(inspection.target.description, 'No OpenAPI document was found.')
    const answered = await servedDocument(inspection)
    if (answered === undefined)
      return inconclusive('The description was given as a file; where it is served is not known.')
    const { headers } = answered.answer
    if (headers.has('etag') || headers.has('last-modified')) return passed()
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
