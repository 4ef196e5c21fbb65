import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { acrossLists, ask, parameterFor } from './list.ts'
import { PARAMETERS } from './mend-pages.ts'
import { isSuccess } from './seen.ts'
import { someItems } from './some-items.ts'

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
  run: (inspection) =>
    acrossLists(inspection, async (list) => {
      const size = parameterFor(list, 'size')
      if (size === undefined)
        return inconclusive(`${list.path} is not described to have a parameter for the size of a page.`)
      const { resource } = list
      const canMake =
        resource !== undefined && resource.methods.includes('create') && inspection.target.writable
      await using _ = canMake ? await someItems(inspection, resource, 3) : undefined
      const all = await ask(inspection, list)
      if ((all.page?.items.length ?? 0) < 3) return inconclusive(`${list.path} has fewer than three items.`)
      const { answered, page } = await ask(inspection, list, { [size.name]: 2 })
      if (!isSuccess(answered) || page === undefined)
        return inconclusive(`${list.path}?${size.name}=2 was answered with ${answered.answer.status}.`)
      if (page.items.length <= 2) return passed()
      return failed(`${list.path}?${size.name}=2 gave ${page.items.length} items.`, answered)
    }),
  flaw: flawed((request, _, pass) => {
    request.url = request.url?.replace(/(?<=^\/\w+\?)limit=\d+&?/, '') ?? '/'
    pass()
  }),
})
