import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { acrossLists, ask, parameterFor } from './list.ts'
import { PARAMETERS } from './mend-pages.ts'
import { itemsFor } from './some-items.ts'

export const DESCRIBED = text(
  'OpenAPI 3.1.1 section 4.8.12: a parameter of an operation',
  'https://spec.openapis.org/oas/v3.1.1.html#parameter-object',
)

export const limitHonoured = check({
  id: 'crud/limit-honoured',
  claim: 'A page has no more items than were asked for.',
  severity: 'should',
  source: DESCRIBED,
  mend: PARAMETERS,
  needs: ['description'],
  changes: true,
  run: (inspection) =>
    acrossLists(inspection, async (list) => {
      const size = parameterFor(list, 'size')
      if (size === undefined)
        return inconclusive(`${list.path} is not described to have a parameter for the size of a page.`)
      await using _ = await itemsFor(inspection, list, 2)
      const two = await ask(inspection, list, { [size.name]: 2 })
      const one = await ask(inspection, list, { [size.name]: 1 })
      const count = ({ page }: typeof one) => page?.items.length ?? 0
      if (count(one) > 1) return failed(`${list.path}?${size.name}=1 gave ${count(one)} items.`, one.answered)
      if (count(two) > 2) return failed(`${list.path}?${size.name}=2 gave ${count(two)} items.`, two.answered)
      if (count(one) === 1 && count(two) === 2) return passed()
      return inconclusive(
        `${list.path} gave ${count(one)} items where one was asked for, and ${count(two)} for two.`,
      )
    }),
  flaw: flawed((request, _, pass) => {
    request.url = request.url?.replace(/(?<=^\/\w+\?)limit=\d+&?/, '') ?? '/'
    pass()
  }),
})
