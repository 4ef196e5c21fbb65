import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { toHttpDate } from './http-date.ts'
import { MEND_CONDITIONS } from './mend-conditions.ts'
import { sample } from './survey.ts'
import { besides } from './tagged.ts'
import { STATUS } from '../../wire/answer.ts'

export const ifModifiedSinceInvalid = check({
  id: 'http/if-modified-since-invalid',
  claim: 'If-Modified-Since with what is no date, or a date from before the last change, changes nothing.',
  severity: 'must',
  source: rfc(9110, '13.1.3'),
  mend: MEND_CONDITIONS,
  async run({ send, target }) {
    return across(sample(target.pages, 4), 'There is no page to ask for.', async ({ path, as, seen }) => {
      const changed = Date.parse(seen.answer.headers.get('last-modified') ?? '')
      const dates = ['yesterday', '', 'Sun, 99 Foo 9999 99:99:99 GMT']
      if (!Number.isNaN(changed)) dates.push(toHttpDate(changed - 3_600_000))
      for (const date of dates) {
        const exchange = await send({ path, as, headers: { 'If-Modified-Since': date } })
        if (exchange.answer.status === 304)
          return failed(
            `${path} was answered with 304 to \`If-Modified-Since: ${date}\`; 200 was expected.`,
            exchange,
            STATUS,
          )
        const beside = besides(exchange, path)
        if (beside !== undefined) return beside
      }
      return passed()
    })
  },
  flaw: flawed((request, response, pass) => {
    if (request.headers['if-modified-since'] === undefined) return pass()
    response.writeHead(304).end()
  }),
})
