import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import type { Inspection } from '../../run/inspection.ts'
import { CannotTell, failed, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import type { RequestSpec } from '../../wire/request.ts'
import { acrossItems, type Item } from '../crud/item.ts'

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
  run: (inspection) =>
    acrossItems(
      inspection,
      [],
      async (item) => {
        const { path, as } = item
        for (const method of ['HEAD', 'OPTIONS', 'GET']) {
          const request = { method, path, as }
          const change =
            (await changeBy(request, item, inspection)) && (await changeBy(request, item, inspection))
          if (change === undefined) continue
          const [before, exchange, after] = change
          return failed(`${method} ${path} changed it: reading it is then ${statusLine(after.answer)}.`, [
            { exchange: before, says: 'Before.' },
            { exchange, says: `${method}, which is to change nothing.` },
            { exchange: after, says: 'After.' },
          ])
        }
        return passed()
      },
      { alike: true },
    ),
  flaw: flawed((request, _, pass) => {
    if (request.method === 'HEAD' && request.url?.startsWith('/notes/') === true) request.method = 'DELETE'
    pass()
  }),
})

/**
 * What a request changes of an item, as it was before and after. What becomes of the item by itself meanwhile could look like
 * it: whoever asks has to see it twice.
 */
async function changeBy(
  request: RequestSpec,
  { read, path }: Item,
  { send }: Inspection,
): Promise<readonly [before: Answered, exchange: Answered, after: Answered] | undefined> {
  const before = await read()
  const again = await read()
  const exchange = await send(request)
  const after = await read()
  const gone = after.answer.status >= 400
  if (before.answer.status >= 400 && !gone) throw new CannotTell(`${path} can be read only now and then.`)
  const other = !after.answer.body.equals(before.answer.body)
  return gone || (before.answer.body.equals(again.answer.body) && other)
    ? [before, exchange, after]
    : undefined
}
