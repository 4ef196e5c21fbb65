import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { isObject } from '../../target/openapi/document.ts'
import type { Description, Parameter, Schema } from '../../target/description.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { DESCRIBED } from './limit-honoured.ts'
import { acrossLists, ask, objectsOf, parameterFor, type List } from './list.ts'
import { PARAMETERS } from './mend-pages.ts'
import { isFault, STATUS } from './seen.ts'
import { itemsFor } from './some-items.ts'

export const filtered = check({
  id: 'crud/filtered',
  claim: 'A list that is filtered by a value shows what has that value, and nothing else.',
  severity: 'should',
  source: DESCRIBED,
  mend: PARAMETERS,
  needs: ['description'],
  changes: true,
  run: (inspection) =>
    acrossLists(inspection, async (list) => {
      const { description } = inspection.target
      await using _ = await itemsFor(inspection, list, 2)
      const plain = await ask(inspection, list)
      const [sample] = objectsOf(plain.page?.items ?? [])
      if (sample === undefined || description === undefined)
        return inconclusive(`${list.path} shows no items.`)
      let compared = 0
      for (const { name } of exact(list, description)) {
        const value = sample[name]
        if (typeof value !== 'number' && typeof value !== 'boolean') continue
        const { answered, page } = await ask(inspection, list, { [name]: String(value) })
        if (isFault(answered))
          return failed(
            `GET ${list.path} with ${name}=${value} was answered with ${statusLine(answered.answer)}.`,
            answered,
            STATUS,
          )
        if (page === undefined) continue
        compared++
        const other = objectsOf(page.items).find((each) => each[name] !== undefined && each[name] !== value)
        if (other !== undefined)
          return failed(
            `GET ${list.path} with ${name}=${value} shows one with ${name} ${JSON.stringify(other[name])}.`,
            answered,
          )
      }
      return compared > 0
        ? passed()
        : inconclusive(
            `${list.path} is not described to have a filter by a number or a truth value that its items show.`,
          )
    }),
  flaw: flawed((request, _, pass) => {
    request.url = request.url?.replace(/[?&]year=\d+/, '') ?? '/'
    pass()
  }),
})

const USES = ['size', 'cursor', 'offset', 'sort', 'search'] as const

/** Parameters that are numbers or truth values; of a text it is not known whether a part of it is enough. */
function exact(list: List, { resolve }: Description): Parameter[] {
  const isForPages = (name: string) =>
    /page/i.test(name) || USES.some((use) => parameterFor(list, use)?.name === name)
  return (list.operation?.parameters ?? []).filter(({ in: place, name, schema }) => {
    const resolved = resolve(schema)
    // One that can be given more than once is a list of values.
    const one =
      isObject(resolved) && resolved['items'] !== undefined ? resolve(resolved['items'] as Schema) : resolved
    const types = isObject(one) ? [one['type']].flat() : []
    const isExact = types.some((type) => ['integer', 'number', 'boolean'].includes(String(type)))
    return place === 'query' && isExact && !isForPages(name)
  })
}
