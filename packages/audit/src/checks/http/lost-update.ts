import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { acrossItems } from '../crud/item.ts'
import { isSuccess } from '../crud/seen.ts'
import { changesOf, changing, withTag } from '../crud/tagged-item.ts'

export const lostUpdate = check({
  id: 'http/lost-update',
  claim: 'A change with an old tag is 412 and changes nothing.',
  severity: 'must',
  source: [rfc(9110, '13.1.1'), rfc(9110, '15.5.13')],
  mend: {
    general:
      'Compare If-Match with the version that is stored, strongly, in the same transaction as the change: UPDATE … WHERE id = $1 AND version = $2, and 412 where it touched no row. Otherwise the second of two people overwrites the first without either of them hearing of it.',
    stacks: {
      'Spring Boot': '@Version on the entity, and 412 for OptimisticLockingFailureException',
      Django: '@condition(etag_func=…) compares outside of the transaction; add select_for_update()',
      Rails: 'a lock_version column, and 412 for ActiveRecord::StaleObjectError',
      'ASP.NET Core': 'a row version with IsRowVersion(), and 412 for DbUpdateConcurrencyException',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(
      inspection,
      [],
      async (item) => {
        const { path, resource, shown, read } = item
        const tag = shown.answer.headers.get('etag')
        if (tag === undefined) return inconclusive(`${path} has no ETag, so that no version can be named.`)
        return across(changesOf(resource), `Nothing of ${resource.path} can be changed.`, async (verb) => {
          const { request, marker } = changing(verb, item)
          const exchange = await inspection.send(withTag(request, '"of another version"'))
          const after = await read()
          const changed = !isSuccess(after) || (marker !== '' && after.answer.body.includes(marker))
          if (!isSuccess(exchange) && !changed) return passed()
          return failed(
            `${verb} ${path} with \`If-Match: "of another version"\` was answered with ${statusLine(exchange.answer)}${changed ? ' and changed it' : ''}; its tag is ${tag}, and 412 was expected.`,
            [
              { exchange, says: 'The change with the tag of another version.' },
              { exchange: after, says: 'After it.' },
            ],
            STATUS,
          )
        })
      },
      { alike: true },
    ),
  flaw: flawed((request, _, pass) => {
    delete request.headers['if-match']
    pass()
  }),
})
