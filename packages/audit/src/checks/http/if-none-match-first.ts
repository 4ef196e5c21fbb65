import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { MEND_CONDITIONS } from './mend-conditions.ts'
import { acrossTagged, besides } from './tagged.ts'
import { toHttpDate } from './http-date.ts'
import { STATUS } from '../../wire/answer.ts'

export const ifNoneMatchFirst = check({
  id: 'http/if-none-match-first',
  claim: 'Where the tag is another one, a date does not make it 304.',
  severity: 'must',
  source: [rfc(9110, '13.1.3'), rfc(9110, '13.2.2')],
  mend: MEND_CONDITIONS,
  async run(inspection) {
    return acrossTagged(inspection, async ({ path, as }, _, { answer }) => {
      const date = answer.headers.get('last-modified') ?? toHttpDate(Date.now())
      const headers = { 'If-None-Match': '"of another version"', 'If-Modified-Since': date }
      const exchange = await inspection.send({ path, as, headers })
      if (exchange.answer.status === 304)
        return failed(
          `${path} was answered with 304 to who has another tag, since the date fits: a change within the same second is never seen.`,
          exchange,
          STATUS,
        )
      return besides(exchange, path) ?? passed()
    })
  },
  flaw: flawed((request, response, pass) => {
    if (request.headers['if-modified-since'] === undefined) return pass()
    response.writeHead(304).end()
  }),
})
