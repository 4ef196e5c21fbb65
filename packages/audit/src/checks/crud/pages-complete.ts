import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { clear } from './create.ts'
import { acrossResources } from './item.ts'
import { listOf, probed, sizeName } from './list.ts'
import { CURSORS } from './mend-pages.ts'
import { someItems } from './some-items.ts'
import { has, walk } from './walk.ts'

export const KEYSET = text(
  'Winand, Use the Index, Luke: paging through results',
  'https://use-the-index-luke.com/sql/partial-results/fetch-next-page',
)

const ITEMS = 9
const ON_A_PAGE = 3

export const pagesComplete = check({
  id: 'crud/pages-complete',
  claim: 'Following next while others write shows every item that stayed, exactly once.',
  severity: 'should',
  source: KEYSET,
  mend: CURSORS,
  needs: ['resource'],
  run: (inspection) =>
    acrossResources(inspection, ['create', 'list', 'delete'], async (resource) => {
      if (resource.putAt !== undefined) return inconclusive(`Items of ${resource.path} have fixed addresses.`)
      await using items = await someItems(inspection, resource, ITEMS)
      const list = await probed(inspection, listOf(resource))
      if (sizeName(list) === undefined)
        return inconclusive(`${resource.path} is not known to have a parameter for the size of a page.`)
      const stay = new Set(items.markers)
      let isDisturbed = false
      const walked = await walk(inspection, list, {
        size: ON_A_PAGE,
        async onPage(page) {
          const first = [...stay].find((marker) => has(page.items, marker))
          if (isDisturbed || first === undefined) return
          isDisturbed = true
          stay.delete(first)
          await clear(inspection, resource, [items.paths.get(first)])
          await items.more()
        },
      })
      if (!walked.whole || walked.pages.length < 2 || !isDisturbed)
        return inconclusive(
          `The pages of ${resource.path} could not be followed to the end: ${walked.pages.length} were seen.`,
        )
      const evidence = walked.pages
        .slice(0, 4)
        .map(({ answered }, at) => ({ exchange: answered, says: `Page ${at + 1}.` }))
      for (const marker of stay) {
        const times = walked.items.filter((each) => has([each], marker)).length
        if (times !== 1)
          return failed(
            `Of ${ITEMS} items in ${resource.path} one was deleted and one made while the pages were followed; another one, "${marker}", was shown ${times === 0 ? 'on no page' : `${times} times`}.`,
            evidence,
          )
      }
      return passed()
    }),
  flaw: store({ byOffset: true }),
})
