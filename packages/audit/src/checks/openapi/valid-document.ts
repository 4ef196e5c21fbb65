import { check } from '../../check.ts'
import { documented } from './documented.ts'
import { failed, need, passed } from '../../verdict.ts'
import { servedDocument } from './served-document.ts'
import { MEND_DOCUMENT } from './mends.ts'
import { text } from '../../source.ts'

export const validDocument = check({
  id: 'openapi/valid-document',
  claim: 'The description is valid, and every reference in it resolves.',
  severity: 'must',
  source: text('OpenAPI 3.1.1 section 4.8', 'https://spec.openapis.org/oas/v3.1.1.html#schema-0'),
  mend: MEND_DOCUMENT,
  needs: ['description'],
  async run(inspection) {
    const { target } = inspection
    const { from, faults } = need(target.description, 'No OpenAPI document was found.')
    const [first] = faults
    if (first === undefined) return passed()
    const more = faults.length > 1 ? ` (And ${faults.length - 1} more.)` : ''
    const says = `${from}: ${first}${more}`
    return failed(says, await servedDocument(inspection))
  },
  flaw: documented((document) => {
    const { paths } = document as { paths: Record<string, Record<string, { responses: unknown }>> }
    const get = paths['/books']?.['get']
    if (get !== undefined) get.responses = { 200: { $ref: '#/components/responses/Lost' } }
  }),
})
