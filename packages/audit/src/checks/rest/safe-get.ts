import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { madeItem } from '../http/made-item.ts'

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
  async run(inspection) {
    await using item = await madeItem(inspection)
    const { path, resource } = item
    if ((await item.read()).answer.status !== 200)
      return inconclusive(`${path} cannot be read after it was made.`)
    for (const action of ACTIONS) {
      const exchange = await inspection.send({ path: `${path}${action}`, as: resource.as })
      const after = await item.read()
      if (after.answer.status === 404 || after.answer.status === 410)
        return failed(`GET ${path}${action} deleted it: reading it is then ${statusLine(after.answer)}.`, [
          { exchange, says: 'GET, which is to change nothing.' },
          { exchange: after, says: 'After.' },
        ])
    }
    return passed()
  },
  flaw: flawed((request, _, pass) => {
    const url = request.url ?? ''
    if (request.method === 'GET' && url.endsWith('/delete')) {
      request.method = 'DELETE'
      request.url = url.slice(0, -'/delete'.length)
    }
    pass()
  }),
})
