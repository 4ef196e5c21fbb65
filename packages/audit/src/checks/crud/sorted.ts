import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { DESCRIBED } from './limit-honoured.ts'
import { acrossLists, ask, objectsOf, parameterFor } from './list.ts'
import { CURSORS } from './mend-pages.ts'
import { ordersOf } from './pages-ordered.ts'
import { isSuccess } from './seen.ts'
import { itemsFor } from './some-items.ts'

export const sorted = check({
  id: 'crud/sorted',
  claim: 'A list is in the order that was asked for.',
  severity: 'should',
  source: DESCRIBED,
  mend: CURSORS,
  needs: ['description'],
  changes: true,
  run: (inspection) =>
    acrossLists(inspection, async (list) => {
      const { description } = inspection.target
      const sort = parameterFor(list, 'sort')
      if (sort === undefined || description === undefined)
        return inconclusive(`${list.path} is not described to have a parameter for its order.`)
      await using _ = await itemsFor(inspection, list, 2)
      let compared = 0
      for (const order of ordersOf(sort, description)) {
        // Texts are ordered by the rules of a language that is not known.
        const name = order.replace(/^[-+]/, '')
        const { answered, page } = await ask(inspection, list, { [sort.name]: order })
        const values = objectsOf(page?.items ?? []).map((each) => comparable(each[name]))
        if (!isSuccess(answered) || values.includes(undefined) || new Set(values).size < 2) continue
        compared++
        // Which way round it goes without a sign is for the list to say.
        if (isOrdered(values) || isOrdered(values.toReversed())) continue
        return failed(
          `GET ${list.path} with ${sort.name}=${order} is in no order by ${name}: ${values.slice(0, 8).join(', ')}.`,
          answered,
        )
      }
      return compared > 0
        ? passed()
        : inconclusive(`${list.path} has no order by a number or time of which it shows several.`)
    }),
  flaw: store({ unsorted: true, begins: 20 }),
})

/** A number, also of a time; `undefined` for what has no order of its own. */
function comparable(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  const isTime = typeof value === 'string' && /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[-+]\d\d:?\d\d))?$/.test(value)
  return isTime ? Date.parse(value) : undefined
}

function isOrdered(values: readonly (number | undefined)[]): boolean {
  return values.every((each, at) => at === 0 || (each ?? 0) >= (values[at - 1] ?? 0))
}
