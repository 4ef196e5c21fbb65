import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { DESCRIBED } from './limit-honoured.ts'
import { acrossLists, ask, objectsOf, parameterFor } from './list.ts'
import { CURSORS } from './mend-pages.ts'
import { ordersOf } from './pages-ordered.ts'
import { isSuccess } from './seen.ts'

export const sorted = check({
  id: 'crud/sorted',
  claim: 'A list is in the order that was asked for.',
  severity: 'should',
  source: DESCRIBED,
  mend: CURSORS,
  needs: ['description'],
  run: (inspection) =>
    acrossLists(inspection, async (list) => {
      const { description } = inspection.target
      const sort = parameterFor(list, 'sort')
      if (sort === undefined || description === undefined)
        return inconclusive(`${list.path} is not described to have a parameter for its order.`)
      let compared = 0
      for (const order of ordersOf(sort, description)) {
        // Texts are ordered by the rules of a language that is not known; a prefix or suffix of another kind is not read.
        const [, minus, name = ''] = /^(-?)(\w+)$/.exec(order) ?? []
        const { answered, page } = await ask(inspection, list, { [sort.name]: order })
        const values = objectsOf(page?.items ?? []).map((each) => each[name])
        if (
          !isSuccess(answered) ||
          !values.every((each) => typeof each === 'number') ||
          new Set(values).size < 2
        )
          continue
        compared++
        const direction = minus === '-' ? -1 : 1
        const at = values.findIndex((each, index) => direction * (each - (values[index - 1] ?? each)) < 0)
        if (at === -1) continue
        return failed(
          `GET ${list.path} with ${sort.name}=${order} shows ${name} ${values[at]} after ${values[at - 1]}.`,
          answered,
        )
      }
      return compared > 0
        ? passed()
        : inconclusive(`${list.path} has no order by a number of which it shows several.`)
    }),
  flaw: store({ unsorted: true, begins: 20 }),
})
