import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { madeItem } from './made-item.ts'

export const safeMethods = check({
  id: 'http/safe-methods',
  claim: 'GET, HEAD and OPTIONS change nothing.',
  severity: 'must',
  source: rfc(9110, '9.2.1'),
  mend: {
    general:
      'Change things with POST, PUT, PATCH and DELETE alone. Crawlers, link previews and prefetching browsers follow whatever can be had with GET; a handler for all methods of an address runs for HEAD and OPTIONS as well.',
    stacks: {
      Express: 'app.delete(path, …) instead of app.all or app.use',
      Django: '@require_POST, @require_http_methods(["DELETE"])',
      'Spring Boot': '@DeleteMapping instead of @RequestMapping without a method',
    },
  },
  needs: ['resource'],
  async run(inspection) {
    await using item = await madeItem(inspection)
    const { path, resource } = item
    const before = await item.read()
    const again = await item.read()
    if (before.answer.status !== 200) return inconclusive(`${path} cannot be read after it was made.`)
    for (const method of ['HEAD', 'OPTIONS', 'GET']) {
      const exchange = await inspection.send({ method, path, as: resource.as })
      const after = await item.read()
      // What counts its readers changes by itself; that it is still there can be told all the same.
      const isOther =
        before.answer.body.equals(again.answer.body) && !after.answer.body.equals(before.answer.body)
      if (after.answer.status === before.answer.status && !isOther) continue
      return failed(`${method} ${path} changed it: reading it is then ${statusLine(after.answer)}.`, [
        { exchange: before, says: 'Before.' },
        { exchange, says: `${method}, which is to change nothing.` },
        { exchange: after, says: 'After.' },
      ])
    }
    return passed()
  },
  flaw: flawed((request, _, pass) => {
    if (request.method === 'HEAD' && request.url?.startsWith('/notes/') === true) request.method = 'DELETE'
    pass()
  }),
})
