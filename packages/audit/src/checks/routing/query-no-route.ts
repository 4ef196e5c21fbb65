import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { addressOf } from './second-address.ts'

export const queryNoRoute = check({
  id: 'routing/query-no-route',
  claim: 'A query does not change whether an address is there.',
  severity: 'should',
  source: rfc(3986, '3.4'),
  mend: {
    general:
      'Cut the target at its first question mark before it is looked up. A parameter that is not known may be ignored or refused (400, 422), but 404 says that the address itself is gone.',
    stacks: { 'node:http': "new URL(request.url, 'http://x').pathname, not request.url" },
  },
  run({ send, target, random }) {
    return across(target.pages.slice(0, 3), 'It has no page that can be asked.', async (page) => {
      const { path, query } = addressOf(page)
      // Links carry such parameters without the server's doing; a slash and a second question mark are allowed in a query.
      const added = `${query === '' ? '?' : `${query}&`}utm_${random.word(6)}=/a?b/`
      const exchange = await send({ path: path + added, as: page.as })
      const { answer } = exchange
      if (answer.status === 404 || answer.status >= 500)
        return failed(
          `${path}${added} is ${statusLine(answer)}; without the added parameter it was ${statusLine(page.seen.answer)}.`,
          exchange,
          STATUS,
        )
      if (answer.status === 401 || answer.status === 403)
        return inconclusive(`${path}${added} is refused with ${statusLine(answer)}.`)
      return passed()
    })
  },
  flaw: flawed((request, response, pass) => {
    if (request.url?.includes('utm_') !== true) return pass()
    response.writeHead(404).end()
  }),
})
