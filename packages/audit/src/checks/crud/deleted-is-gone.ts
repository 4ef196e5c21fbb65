import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { acrossItems } from './item.ts'
import { isSuccess, shows, soon } from './seen.ts'

export const deletedIsGone = check({
  id: 'crud/deleted-is-gone',
  claim: 'After DELETE, GET is 404 or 410, and DELETE again does no harm.',
  severity: 'must',
  source: [rfc(9110, '9.3.5'), rfc(9110, '9.2.2')],
  mend: {
    general:
      'Say success when it is deleted and not before; 202 where that goes on. Have one condition for "deleted" in what all queries go through. The second DELETE finds nothing, which is 404 or 204.',
    stacks: {
      Express: 'const { rowCount } = await db.query("delete …"); res.sendStatus(rowCount === 0 ? 404 : 204)',
      Laravel: 'use SoftDeletes; and no withTrashed() in what is shown',
      'Spring Boot': '@SQLRestriction("deleted_at is null") on the entity',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(inspection, ['delete'], async ({ path, body, shown, remove, read }) => {
      const deleted = await remove()
      if (!isSuccess(deleted) || deleted.answer.status === 202)
        return inconclusive(`DELETE ${path} was answered with ${statusLine(deleted.answer)}.`)
      const after = await soon(read, (each) => !shows(each, body.marker))
      if (shows(after, body.marker)) {
        // It may say of itself that it is deleted.
        if (!after.answer.body.equals(shown.answer.body))
          return inconclusive(`${path} is still shown after DELETE, but says something else than before.`)
        return failed(
          `DELETE ${path} was answered with ${statusLine(deleted.answer)}, and GET shows it as before.`,
          [
            { exchange: deleted, says: 'Deleting it.' },
            { exchange: after, says: 'Reading it afterwards.' },
          ],
        )
      }
      const again = await remove()
      const later = await read()
      if (!shows(later, body.marker)) return passed()
      return failed(`DELETE ${path} was sent twice, and GET shows it again.`, [
        { exchange: deleted, says: 'Deleting it.' },
        { exchange: again, says: 'The same again.' },
        { exchange: later, says: 'Reading it afterwards.' },
      ])
    }),
  flaw: flawed((request, response, pass) => {
    if (request.method !== 'DELETE') return pass()
    response.writeHead(204).end()
  }),
})
