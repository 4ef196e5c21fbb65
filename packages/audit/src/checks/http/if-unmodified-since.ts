import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { acrossItems } from '../crud/item.ts'
import { parseHttpDate, toHttpDate } from './http-date.ts'

export const ifUnmodifiedSince = check({
  id: 'http/if-unmodified-since',
  claim: 'A change on condition that nothing has changed since an earlier date is 412.',
  severity: 'must',
  source: rfc(9110, '13.1.4'),
  mend: {
    general:
      'Compare the date with Last-Modified where there is no If-Match, in the same transaction as the change; or send no Last-Modified, and ETag in its place, which is exact.',
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(
      inspection,
      [],
      async ({ path, resource, shown, change }) => {
        const changed = parseHttpDate(shown.answer.headers.get('last-modified') ?? '')
        if (changed === undefined)
          return inconclusive(`${path} has no Last-Modified, so that no condition can be set on it.`)
        if (!resource.methods.some((method) => method === 'replace' || method === 'patch'))
          return inconclusive(`Nothing of ${resource.path} can be changed.`)
        const exchange = await change({ 'If-Unmodified-Since': toHttpDate(changed - 86_400_000) })
        if (exchange.answer.status >= 300) return passed()
        return failed(
          `A change on condition that ${path} has not changed since the day before its Last-Modified was answered with ${statusLine(exchange.answer)}; 412 was expected.`,
          exchange,
          STATUS,
        )
      },
      { alike: true },
    ),
  flaw: dated(false),
  sound: dated(true),
})

/** The sound server, whose notes have a date besides their tag. */
function dated(heeds: boolean) {
  return flawed((request, response, pass) => {
    const { headers, url } = request
    const refused = heeds && headers['if-unmodified-since'] !== undefined
    delete headers['if-unmodified-since']
    if (url?.startsWith('/notes') === true)
      response.setHeader('last-modified', 'Sun, 06 Nov 1994 08:49:37 GMT')
    if (refused) response.writeHead(412).end()
    else pass()
  })
}
