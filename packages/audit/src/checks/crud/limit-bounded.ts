import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { owaspApi } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { acrossLists, ask, boundOf, parameterFor } from './list.ts'
import { PARAMETERS } from './mend-pages.ts'
import { isRefused, isSuccess } from './seen.ts'
import { itemsFor } from './some-items.ts'

const MUCH = 1_000_000
/** A page with more than so many items has no bound that would protect anybody. */
const TOO_MANY = 1000
/** Items that are made to see whether a bound holds. */
const MOST_MADE = 120

export const limitBounded = check({
  id: 'crud/limit-bounded',
  claim: 'No request gets more items than the stated bound.',
  severity: 'should',
  source: owaspApi('API4', 'Unrestricted Resource Consumption'),
  mend: PARAMETERS,
  changes: true,
  run: (inspection) =>
    acrossLists(inspection, async (list) => {
      const size = parameterFor(list, 'size')
      const { target } = inspection
      if (size === undefined)
        return inconclusive(`${list.path} is not described to have a parameter for the size of a page.`)
      const bound = boundOf(size, 'maximum', target)
      const answered = await ask(inspection, list, { [size.name]: MUCH })
      if (isRefused(answered.answered)) return passed()
      if (!isSuccess(answered.answered) || answered.page === undefined)
        return inconclusive(
          `${list.path}?${size.name}=${MUCH} was answered with ${answered.answered.answer.status}.`,
        )
      const judge = ({ page, answered: exchange }: typeof answered) => {
        const count = page?.items.length ?? 0
        if (count > (bound ?? TOO_MANY))
          return failed(
            `${list.path}?${size.name}=${MUCH} gave ${count} items${bound === undefined ? '' : `; its description allows ${bound}`}.`,
            exchange,
          )
        // It gave a part of what there is: it has a bound.
        const isPart = page?.next !== undefined && page.next !== null
        return isPart || (page?.total ?? 0) > count ? passed() : undefined
      }
      const verdict = judge(answered)
      const { resource } = list
      if (verdict !== undefined || bound === undefined || bound >= MOST_MADE)
        return (
          verdict ??
          inconclusive(`${list.path} has only ${answered.page.items.length} items: all of them came.`)
        )
      const count = bound + 1 - answered.page.items.length
      await using items =
        resource?.methods.includes('delete') === true ? await itemsFor(inspection, list, count) : undefined
      if (items === undefined)
        return inconclusive(
          `${list.path} has only ${answered.page.items.length} items, and none can be made.`,
        )
      const more = await ask(inspection, list, { [size.name]: MUCH })
      return (
        judge(more) ??
        ((more.page?.items.length ?? 0) === bound
          ? passed()
          : inconclusive(`${list.path} gave ${more.page?.items.length} items after ${bound + 1} were made.`))
      )
    }),
  flaw: store({ unbounded: true }),
})
