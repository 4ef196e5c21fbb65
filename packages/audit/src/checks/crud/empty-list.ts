import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { isObject } from '../../target/openapi/document.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { jsonOf, statusLine } from '../../wire/answer.ts'
import { acrossLists, ask, parameterFor } from './list.ts'
import { isFault, isSuccess, STATUS } from './seen.ts'

export const emptyList = check({
  id: 'crud/empty-list',
  claim: 'A list in which nothing is found is an empty list.',
  severity: 'should',
  source: rfc(9110, '15.3.1'),
  mend: {
    general:
      'Answer 200 with an empty list: that nothing was found is a good answer to the question. 404 says that there is no such list, and null breaks every loop over it.',
    stacks: {
      'Go net/http': 'items := []Item{} instead of var items []Item, which is null in JSON',
      PHP: 'json_encode(array_values($items)), so that it is a list and not an object',
    },
  },
  run: (inspection) =>
    acrossLists(inspection, async (list) => {
      const search = parameterFor(list, 'search')
      if (search === undefined)
        return inconclusive(`${list.path} is not described to have a parameter to search with.`)
      const full = await ask(inspection, list)
      const member = listMember(jsonOf(full.answered.answer))
      const word = inspection.random.word(20)
      const { answered, page } = await ask(inspection, list, { [search.name]: word })
      const what = `${list.path}?${search.name}=${word}, which nothing fits,`
      if (isFault(answered))
        return failed(`${what} was answered with ${statusLine(answered.answer)}.`, answered, STATUS)
      const json = jsonOf(answered.answer)
      const shown = member === '' ? json : isObject(json) && member !== undefined ? json[member] : undefined
      if (isSuccess(answered) && shown === null)
        return failed(`${what} was answered with null; an empty list was expected.`, answered, 'null')
      if (page?.items.length === 0) return passed()
      return inconclusive(
        `${what} was answered with ${statusLine(answered.answer)} and ${page?.items.length ?? 'no'} items.`,
      )
    }),
  flaw: store({ nullList: true, begins: 3 }),
})

/** The name of the member that is the list; nothing where all of it is. */
function listMember(json: unknown): string | undefined {
  if (Array.isArray(json)) return ''
  const lists = isObject(json) ? Object.entries(json).filter(([, value]) => Array.isArray(value)) : []
  return lists.length === 1 ? lists[0]?.[0] : undefined
}
