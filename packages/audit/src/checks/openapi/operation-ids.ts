import { check } from '../../check.ts'
import { documented } from './documented.ts'
import { failed, inconclusive, need, passed } from '../../verdict.ts'
import { MEND_DOCUMENT } from './mends.ts'
import { text } from '../../source.ts'

export const operationIds = check({
  id: 'openapi/operation-ids',
  claim: 'Every operation has a name that is unique.',
  severity: 'may',
  source: text('OpenAPI 3.1.1 section 4.8.10', 'https://spec.openapis.org/oas/v3.1.1.html#operation-object'),
  mend: MEND_DOCUMENT,
  needs: ['description'],
  run({ target }) {
    const { operations, from } = need(target.description, 'No OpenAPI document was found.')
    if (operations.length === 0) return Promise.resolve(inconclusive('It describes no operation.'))
    const nameless = operations.filter(({ id }) => id === undefined)
    const ids = operations.flatMap(({ id }) => id ?? [])
    const twice = ids.find((id, index) => ids.indexOf(id) !== index)
    const [first] = nameless
    if (first !== undefined)
      return Promise.resolve(
        failed(
          `${from}: ${nameless.length} of ${operations.length} operations have no operationId, ${first.method} ${first.path} for one. Generated clients name their functions after it.`,
        ),
      )
    return Promise.resolve(
      twice === undefined ? passed() : failed(`${from}: "${twice}" names two operations.`),
    )
  },
  flaw: documented((document) => {
    const { paths } = document as { paths: Record<string, Record<string, { operationId?: string }>> }
    const get = paths['/books']?.['get']
    if (get !== undefined) delete get.operationId
  }),
})
