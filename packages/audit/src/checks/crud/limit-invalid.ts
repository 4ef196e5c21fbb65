import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { acrossLists, ask, parameterFor } from './list.ts'
import { PARAMETERS } from './mend-pages.ts'
import { isFault, STATUS } from './seen.ts'

const VALUES = ['0', '-1', 'abc', '1.5', '', '1e9', '99999999999999999999', 'NaN', "1'"]

export const limitInvalid = check({
  id: 'crud/limit-invalid',
  claim: 'A size or place of a page that makes no sense is never a fault of the server.',
  severity: 'should',
  source: [rfc(9110, '15.5.1'), rfc(9110, '15.6.1')],
  mend: PARAMETERS,
  run: (inspection) =>
    acrossLists(inspection, (list) => {
      const names = (['size', 'offset'] as const).flatMap((use) => parameterFor(list, use)?.name ?? [])
      const known = names.length > 0 ? names : ['limit', 'offset', 'page']
      const asked = known.flatMap((name) => VALUES.map((value) => ({ [name]: value })))
      return across(asked, 'Nothing was asked.', async (query) => {
        const { answered } = await ask(inspection, list, query)
        if (!isFault(answered)) return passed()
        const [[name, value] = []] = Object.entries(query)
        return failed(
          `GET ${list.path} with ${name}=${value} was answered with ${statusLine(answered.answer)}; 4xx was expected.`,
          answered,
          STATUS,
        )
      })
    }),
  flaw: flawed((request, response, pass) => {
    if (!/[?&]limit=-/.test(request.url ?? '')) return pass()
    response.writeHead(500).end('LIMIT must not be negative')
  }),
})
