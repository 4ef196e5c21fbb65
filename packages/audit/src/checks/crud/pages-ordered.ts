import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { isObject } from '../../target/openapi/document.ts'
import type { Parameter, Description } from '../../target/description.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { acrossResources } from './item.ts'
import { listOf, parameterFor } from './list.ts'
import { CURSORS } from './mend-pages.ts'
import { KEYSET } from './pages-complete.ts'
import { someItems } from './some-items.ts'
import { has, walk, type Walked } from './walk.ts'

const ITEMS = 5
const ON_A_PAGE = 2
/** Orders that are tried; that by a member of which all have the same value tells most. */
const MOST_ORDERS = 4

export const pagesOrdered = check({
  id: 'crud/pages-ordered',
  claim: 'Pages show every item exactly once in every order, also where items are equal by it.',
  severity: 'should',
  source: KEYSET,
  mend: CURSORS,
  needs: ['resource', 'description'],
  // Others that make and delete meanwhile are another claim's.
  alone: true,
  run: (inspection) =>
    acrossResources(inspection, ['create', 'list'], async (resource) => {
      const { description } = inspection.target
      const list = listOf(resource)
      const sort = parameterFor(list, 'sort')
      if (parameterFor(list, 'size') === undefined || resource.putAt !== undefined)
        return inconclusive(`${resource.path} is not described to have a parameter for the size of a page.`)
      const orders = [undefined, ...(sort && description ? ordersOf(sort, description) : [])].slice(
        0,
        MOST_ORDERS + 1,
      )
      await using items = await someItems(inspection, resource, ITEMS)
      let followed = 0
      for (const order of orders) {
        const query = sort !== undefined && order !== undefined ? { [sort.name]: order } : {}
        const walked = await walk(inspection, list, { size: ON_A_PAGE, query })
        const isShown = items.markers.some((marker) => has(walked.items, marker))
        if (!walked.whole || walked.pages.length < 2 || !isShown) continue
        followed++
        const wrong = misshown(items.markers, walked)
        // Others may write meanwhile: only what is seen twice is the list's own.
        if (
          wrong === undefined ||
          misshown(items.markers, await walk(inspection, list, { size: ON_A_PAGE, query })) === undefined
        )
          continue
        const how = order === undefined ? '' : ` with ${sort?.name}=${order}`
        return failed(
          `The pages of ${resource.path}${how} show "${wrong.marker}" ${wrong.times === 0 ? 'nowhere' : `${wrong.times} times`}, although nothing changed meanwhile.`,
          walked.pages
            .slice(0, 4)
            .map(({ answered }, at) => ({ exchange: answered, says: `Page ${at + 1}.` })),
        )
      }
      return followed > 0
        ? passed()
        : inconclusive(`The pages of ${resource.path} could not be followed to the end.`)
    }),
  flaw: store({ tiesLost: true }),
})

/** The values that an order is described to have. */
export function ordersOf({ schema }: Parameter, { resolve }: Description): string[] {
  const resolved = resolve(schema)
  const values: unknown = isObject(resolved) ? resolved['enum'] : undefined
  return Array.isArray(values) ? values.filter((each) => typeof each === 'string') : []
}

/** One that the pages do not show exactly once. */
function misshown(markers: readonly string[], { items }: Walked) {
  return markers
    .map((marker) => ({ marker, times: items.filter((each) => has([each], marker)).length }))
    .find(({ times }) => times !== 1)
}
