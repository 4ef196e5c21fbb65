import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { across, failed, inconclusive, markIn, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { changesTo } from './changes.ts'
import { mendGuard } from './mend-guard.ts'
import { makingRequest } from '../crud/create.ts'
import { privateItem } from './private-item.ts'
import { FUNCTION_LEVEL } from './sources.ts'

export const nobodyChanges = check({
  id: 'access/nobody-changes',
  claim: 'Who is not signed in can neither make, change nor delete what belongs to somebody.',
  severity: 'must',
  source: FUNCTION_LEVEL,
  mend: mendGuard,
  needs: ['write', 'resource', 'two-users'],
  async run(inspection) {
    await using item = await privateItem(inspection)
    const { resource, path, owner } = item
    const removing = resource.methods.includes('delete') ? [{ method: 'DELETE', path }] : []
    const requests = [
      makingRequest(resource, item.body.json, undefined),
      ...changesTo(item, undefined),
      ...removing,
    ]
    return await across(requests, '', async (request) => {
      const exchange = await inspection.send(request)
      const { answer } = exchange
      if (answer.status >= 400) return passed()
      if (answer.status >= 300)
        return inconclusive(`${request.method} ${request.path} is ${statusLine(answer)} to nobody.`)
      return failed(
        `${request.method} ${request.path} succeeds without credentials; with those of ${owner.name} only was expected.`,
        [{ exchange, mark: markIn(exchange, 'received', STATUS) }],
      )
    })
  },
  flaw: flawed((request, _response, pass) => {
    const { method, headers, url = '' } = request
    if (method === 'PUT' && url.startsWith('/notes/')) headers.authorization ??= 'Bearer ada-token'
    pass()
  }),
})
