import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { CHANGED, madeItem } from './made-item.ts'

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
  async run(inspection) {
    await using item = await madeItem(inspection)
    const { path, resource } = item
    const before = await item.read()
    const tag = before.answer.headers.get('etag')
    if (before.answer.status !== 200 || tag === undefined)
      return inconclusive(`${path} has no ETag, so that no version can be named.`)
    const stale = { 'If-Match': '"of another version"' }
    const deletion = { method: 'DELETE', path, as: resource.as, headers: stale }
    const requests = [
      ...(resource.methods.some((method) => method === 'replace' || method === 'patch')
        ? [item.change(stale)]
        : []),
      ...(resource.methods.includes('delete') ? [deletion] : []),
    ]
    for (const request of requests) {
      const exchange = await inspection.send(request)
      const after = await item.read()
      const changed = after.answer.status >= 400 || after.answer.body.includes(CHANGED)
      if (exchange.answer.status < 300 || changed)
        return failed(
          `${request.method} ${path} with \`If-Match: "of another version"\` was answered with ${statusLine(exchange.answer)}${changed ? ' and changed it' : ''}; its tag is ${tag}, and 412 was expected.`,
          [
            { exchange, says: 'The change with the tag of another version.' },
            { exchange: after, says: 'After it.' },
          ],
          STATUS,
        )
    }
    return requests.length === 0 ? inconclusive(`Nothing of ${resource.path} can be changed.`) : passed()
  },
  flaw: flawed((request, _, pass) => {
    delete request.headers['if-match']
    pass()
  }),
})
