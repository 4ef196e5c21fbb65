import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { owaspApi } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { clear } from './create.ts'
import { acrossLists } from './list.ts'
import { itemsFor } from './some-items.ts'
import { walk } from './walk.ts'

const TIMES = 3

export const totalTruthful = check({
  id: 'crud/total-truthful',
  claim: 'The total that a list states is the number of items that it shows.',
  severity: 'should',
  source: owaspApi('API3', 'Broken Object Property Level Authorization'),
  mend: {
    general:
      'Count with the very conditions of the list: what is deleted, or belongs to others, is not to be seen in the number either. Where a count costs too much, leave it out.',
    stacks: {
      PostgreSQL: 'count(*) over () in the same statement',
      Rails: 'scope.count from the scope that the list is taken from',
      Django: 'the paginator gets the queryset that is filtered already',
    },
  },
  // Others that make and delete meanwhile would change the number.
  alone: true,
  run: (inspection) =>
    acrossLists(inspection, async (list) => {
      const { resource } = list
      await using items =
        resource?.methods.includes('delete') === true ? await itemsFor(inspection, list, 2) : undefined
      const [one] = items?.markers ?? []
      if (one !== undefined && resource !== undefined)
        await clear(inspection, resource, [items?.paths.get(one)])
      // Others may make and delete while pages are followed: only what is seen every time is the list's own.
      for (let time = 1; ; time++) {
        const walked = await walk(inspection, list)
        const [first] = walked.pages
        const last = walked.pages.at(-1)
        if (first?.total === undefined || last === undefined)
          return inconclusive(`${list.path} states no total.`)
        const isEnd = last.next === null || last.next === undefined
        const isPart =
          walked.pages.length === 1 && first.next === undefined && first.items.length < first.total
        if (!isEnd || isPart)
          return inconclusive(`The pages of ${list.path} could not be followed to the end.`)
        if (first.total === walked.items.length) return passed()
        if (time < TIMES) continue
        const pages = walked.pages.length === 1 ? 'its page shows' : `its ${walked.pages.length} pages show`
        return failed(
          `${list.path} states a total of ${first.total}; ${pages} ${walked.items.length} items.`,
          first.answered,
          new RegExp(String.raw`\b${first.total}\b`),
        )
      }
    }),
  flaw: store({ countsDeleted: true }),
  sound: store(),
})
