import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { acrossItems } from '../crud/item.ts'
import { isGone } from '../crud/seen.ts'

/** What follows the address of an item where its name is a verb. */
const ACTIONS = ['/delete', '/remove', '?action=delete', '?delete=true', '?cmd=delete']

export const safeGet = check({
  id: 'rest/safe-get',
  claim: 'No address deletes anything when it is only read.',
  severity: 'must',
  source: rfc(9110, '9.2.1'),
  mend: {
    general:
      'Let the method say what is done: DELETE on the address of the item. What an address with a verb does, every crawler and link preview does that sees it.',
    stacks: {
      Rails: 'button_to with method: :delete instead of a link',
      Django: 'DeleteView deletes on POST and DELETE alone, and asks on GET',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(
      inspection,
      [],
      async ({ path, as, read }) => {
        for (const action of ACTIONS) {
          const exchange = await inspection.send({ path: `${path}${action}`, as })
          const after = await read()
          if (isGone(after))
            return failed(
              `GET ${path}${action} deleted it: reading it is then ${statusLine(after.answer)}.`,
              [
                { exchange, says: 'GET, which is to change nothing.' },
                { exchange: after, says: 'After.' },
              ],
            )
        }
        return passed()
      },
      { alike: true },
    ),
  flaw: flawed((request, _, pass) => {
    const url = request.url ?? ''
    if (request.method === 'GET' && url.endsWith('/delete')) {
      request.method = 'DELETE'
      request.url = url.slice(0, -'/delete'.length)
    }
    pass()
  }),
})
