import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { acrossLists, ask } from './list.ts'
import { PARAMETERS } from './mend-pages.ts'
import { isFault, isRefused, STATUS } from './seen.ts'

const UNKNOWN = 'auditfilter'

export const unknownParameter = check({
  id: 'crud/unknown-parameter',
  claim: 'An unknown filter is refused, and does not give the whole list.',
  // No specification demands it, and many take what is there to be passed over, such as utm_source.
  severity: 'may',
  source: rfc(9110, '15.5.1'),
  mend: PARAMETERS,
  run: (inspection) =>
    acrossLists(inspection, async (list) => {
      const plain = await ask(inspection, list)
      const { answered, page } = await ask(inspection, list, { [UNKNOWN]: 'x' })
      if (isRefused(answered)) return passed()
      const what = `GET ${list.path}?${UNKNOWN}=x`
      if (isFault(answered))
        return failed(`${what} was answered with ${statusLine(answered.answer)}.`, answered, STATUS)
      if (
        page === undefined ||
        plain.page === undefined ||
        page.items.length === 0 ||
        plain.page.items.length === 0
      )
        return inconclusive(`${list.path} shows nothing, filtered or not.`)
      return failed(
        `${what} was answered with ${statusLine(answered.answer)} and ${page.items.length} items: whoever misspells a filter gets what is not filtered.`,
        answered,
        STATUS,
      )
    }),
  flaw: flawed((request, _, pass) => {
    request.url = request.url?.replace(/[?&]auditfilter=x/, '') ?? '/'
    pass()
  }),
})
