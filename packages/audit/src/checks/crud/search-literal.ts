import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { filterInjection } from './filter-injection.ts'
import { acrossItems } from './item.ts'
import { ask, listOf, parameterFor } from './list.ts'
import { has } from './walk.ts'

export const searchLiteral = check({
  id: 'crud/search-literal',
  claim: 'In a search, "%" and "_" are letters like others.',
  severity: 'may',
  source: text('CWE-155', 'https://cwe.mitre.org/data/definitions/155.html'),
  mend: filterInjection.mend,
  needs: ['resource', 'description'],
  run: (inspection) =>
    acrossItems(inspection, ['list'], async ({ resource, body }) => {
      const list = listOf(resource)
      const search = parameterFor(list, 'search')
      if (search === undefined)
        return inconclusive(`${resource.path} is not described to have a parameter to search with.`)
      const word = body.marker.split(' ').at(-1) ?? body.marker
      const ask1 = async (value: string) => {
        const { page, answered } = await ask(inspection, list, { [search.name]: value })
        return { found: has(page?.items ?? [], word), answered }
      }
      const part = word.slice(0, 4)
      const end = word.slice(5)
      if (!(await ask1(word)).found || (await ask1(`${part}#${end}`)).found)
        return inconclusive(`${resource.path} searches by other rules than for the text as it is.`)
      const { found, answered } = await ask1(`${part}_${end}`)
      if (!found) return passed()
      return failed(
        `A search of ${resource.path} for "${part}_${end}" found "${word}": "_" stood for any letter, as "%" will for any text, and a search can be made as slow as one likes.`,
        answered,
      )
    }),
  flaw: store({ wildcards: true }),
  sound: store(),
})
