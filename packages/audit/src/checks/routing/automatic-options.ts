import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { mendAllow } from './mend-allow.ts'
import { ask, MOST_PAGES } from './other-method.ts'

export const automaticOptions = check({
  id: 'routing/automatic-options',
  claim: 'OPTIONS is answered for every address that exists.',
  severity: 'may',
  source: rfc(9110, '9.3.7'),
  mend: {
    ...mendAllow,
    general:
      'Answer OPTIONS with 204 and Allow for every path that exists, from the table of routes; without credentials, since a pre-flight of CORS has none.',
  },
  run({ send, target }) {
    return across(target.pages.slice(0, MOST_PAGES), 'It has no page that can be asked.', async (page) => {
      const exchange = await ask(send, page, 'OPTIONS')
      const { answer } = exchange
      const { status } = answer
      if (status < 300) return passed()
      if (status === 404 || status === 405 || status === 501 || status === 500)
        return failed(
          `OPTIONS ${page.path} was answered with ${statusLine(answer)}; 204 with Allow was expected.`,
          exchange,
          STATUS,
        )
      return inconclusive(`OPTIONS ${page.path} was answered with ${statusLine(answer)}.`)
    })
  },
  flaw: flawed((request, response, pass) => {
    if (request.method !== 'OPTIONS') return pass()
    response.writeHead(404).end()
  }),
})
