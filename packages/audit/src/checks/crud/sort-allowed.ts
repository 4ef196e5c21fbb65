import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { owaspApi, rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { acrossLists, ask, parameterFor } from './list.ts'
import { isRefused, isSuccess, isFault, STATUS } from './seen.ts'

/** No member, one that nobody should see, and one that ends the statement. */
const ORDERS = ['auditnothing', 'password_hash', 'id;--', "id'"]

export const sortAllowed = check({
  id: 'crud/sort-allowed',
  claim: 'A sort by an unknown or hidden member is refused.',
  severity: 'should',
  source: [owaspApi('API3', 'Broken Object Property Level Authorization'), rfc(9110, '15.5.1')],
  mend: {
    general:
      'Look the order up in a list of those that there are, and answer 400 or 422 to any other. A name that goes into the statement as it came is an injection, and an order by a hidden column tells its values one comparison at a time.',
    stacks: {
      Rails: 'order(SORTS.fetch(params[:sort])), never order(params[:sort])',
      Django: 'ordering_fields of OrderingFilter passes unknown ones over: refuse them in a FilterSet',
      'Spring Boot': 'a list of allowed properties in front of Pageable',
    },
  },
  run: (inspection) =>
    acrossLists(inspection, async (list) => {
      const sort = parameterFor(list, 'sort')
      if (sort === undefined)
        return inconclusive(`${list.path} is not described to have a parameter for its order.`)
      for (const order of ORDERS) {
        const { answered } = await ask(inspection, list, { [sort.name]: order })
        if (isRefused(answered)) continue
        if (!isSuccess(answered) && !isFault(answered))
          return inconclusive(
            `${list.path}?${sort.name}=${order} was answered with ${statusLine(answered.answer)}.`,
          )
        return failed(
          `GET ${list.path} with ${sort.name}=${order} was answered with ${statusLine(answered.answer)}; 400 or 422 was expected.`,
          answered,
          STATUS,
        )
      }
      return passed()
    }),
  flaw: store({ sortsByAnything: true }),
})
