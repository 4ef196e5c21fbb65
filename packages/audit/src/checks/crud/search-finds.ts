import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { acrossItems } from './item.ts'
import { DESCRIBED } from './limit-honoured.ts'
import { ask, listOf, objectsOf, parameterFor } from './list.ts'
import { isSuccess, soon } from './seen.ts'
import { has } from './walk.ts'

export const searchFinds = check({
  id: 'crud/search-finds',
  claim: 'A search finds what was just made.',
  severity: 'should',
  source: DESCRIBED,
  mend: {
    general:
      'Search where the items are written, or bring an index up to date in the same step or a moment later. What is searched in the background has to be repaired when a message is lost.',
    stacks: {
      PostgreSQL: 'a generated tsvector column with a GIN index is never behind',
      Elasticsearch: 'refresh=wait_for where whoever writes looks at the list next',
    },
  },
  needs: ['resource', 'description'],
  run: (inspection) =>
    acrossItems(inspection, ['list'], async ({ resource, path, body, created }) => {
      const list = listOf(resource)
      const search = parameterFor(list, 'search')
      if (search === undefined)
        return inconclusive(`${resource.path} is not described to have a parameter to search with.`)
      // One word: how several are put together is not known.
      const word = body.marker.split(' ').at(-1) ?? body.marker
      const find = () => ask(inspection, list, { [search.name]: word })
      const { answered, page } = await soon(find, (each) => has(each.page?.items ?? [], word))
      if (has(page?.items ?? [], word)) return passed()
      if (!isSuccess(answered))
        return inconclusive(
          `${resource.path}?${search.name}=${word} was answered with ${answered.answer.status}.`,
        )
      const { text } = resource
      const before = objectsOf((await ask(inspection, list)).page?.items ?? []).map(
        (each) => text && each[text],
      )
      const older = before.find(
        (each) => typeof each === 'string' && /\w{3,}/.test(each) && each !== body.marker,
      )
      const known =
        typeof older === 'string' ? (/\w{3,}$/.exec(older) ?? /\w{3,}/.exec(older))?.[0] : undefined
      const finds =
        known !== undefined &&
        has((await ask(inspection, list, { [search.name]: known })).page?.items ?? [], known)
      if (!finds || (page?.items.length ?? 0) > 0)
        return inconclusive(
          `It is not known whether ${resource.path} searches the member that "${word}" stands in.`,
        )
      return failed(
        `${path} was made, and a second later ${resource.path}?${search.name}=${word} finds nothing; what is older is found.`,
        [
          { exchange: created, says: 'Making it.' },
          { exchange: answered, says: 'Searching for a word of it.' },
        ],
      )
    }),
  flaw: store({ staleSearch: true, begins: 12 }),
  sound: store(),
})
