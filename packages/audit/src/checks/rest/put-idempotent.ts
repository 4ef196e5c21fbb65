import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { acrossItems, makeItem } from '../crud/item.ts'
import { listOf } from '../crud/list.ts'
import { isSuccess, shows } from '../crud/seen.ts'
import { walk } from '../crud/walk.ts'

export const putIdempotent = check({
  id: 'rest/put-idempotent',
  claim: 'A PUT or DELETE that is sent twice has the effect of one.',
  severity: 'must',
  source: rfc(9110, '9.2.2'),
  mend: {
    general:
      'Let PUT say how the item at this address is afterwards, and DELETE that it is gone: no second item, no step such as "one more". Clients and proxies send both again when a connection breaks.',
    stacks: {
      PostgreSQL: 'insert … on conflict (id) do update set …, never an insert alone',
      'Spring Boot': 'take the id of the path for the entity: save() without one makes another',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(inspection, ['replace', 'list'], async (item) => {
      const { path, resource, put, read, remove } = item
      await using neighbour = await makeItem(inspection, resource)
      const { json, marker } = item.other()
      const first = await put(json)
      if (!isSuccess(first)) return inconclusive(`PUT ${path} was answered with ${statusLine(first.answer)}.`)
      const again = await put(json)
      const list = listOf(resource)
      const walked = await walk(inspection, list)
      // The same item on two pages, which shift while others write, is one.
      const entries = walked.items.map((each) => JSON.stringify(each)).filter((each) => each.includes(marker))
      const times = new Set(entries).size
      if (times > 1)
        return failed(
          `PUT ${path} was sent twice, and ${resource.path} shows ${times} items with what was sent.`,
          [
            { exchange: first, says: 'The first PUT.' },
            { exchange: again, says: 'The same again.' },
            ...walked.pages.slice(0, 1).map(({ answered }) => ({ exchange: answered, says: 'The list.' })),
          ],
        )
      if (!shows(await read(), marker)) return inconclusive(`${path} does not show what PUT sent.`)
      if (!resource.methods.includes('delete')) return passed()
      const deleted = await remove()
      const gone = await remove()
      const other = await neighbour.read()
      if (isSuccess(deleted) && !shows(other, neighbour.body.marker))
        return failed(`DELETE ${path} was sent twice, and ${neighbour.path} is gone too.`, [
          { exchange: deleted, says: 'The first DELETE.' },
          { exchange: gone, says: 'The same again.' },
          { exchange: other, says: 'Another item.' },
        ])
      return passed()
    }),
  flaw: store({ putAdds: true }),
})
