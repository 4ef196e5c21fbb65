import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { escapeLetter } from './escape-letter.ts'
import { addressOf } from './second-address.ts'

export const encodedLetter = check({
  id: 'routing/encoded-letter',
  claim: 'A letter or digit that is percent-encoded is that letter or digit.',
  severity: 'should',
  source: [rfc(3986, '2.3'), rfc(3986, '6.2.2.2')],
  mend: {
    general:
      'Compare segments after decoding them. Addresses that differ only in whether a letter is encoded are one address, and clients and proxies rewrite one into the other.',
    stacks: {
      Express:
        'It compares fixed segments as they were sent: decode letters and digits of req.url in the first middleware.',
    },
  },
  run({ send, target }) {
    return across(target.pages.slice(0, 3), 'No page has a letter in its path.', async (page) => {
      const { path, query } = addressOf(page)
      const escaped = escapeLetter(path)
      if (escaped === undefined) return undefined
      const exchange = await send({ path: escaped + query, as: page.as })
      const { answer } = exchange
      if (answer.status < 400) return passed()
      // A server may refuse such a spelling, as long as it does not say that nothing is there.
      if (answer.status !== 404 && answer.status < 500)
        return inconclusive(`${escaped} is refused with ${statusLine(answer)}.`)
      return failed(
        `${escaped} is ${statusLine(answer)}, though it is the same address as ${page.path}.`,
        exchange,
        STATUS,
      )
    })
  },
  flaw: flawed((request, response, pass) => {
    if (!/%[3-7]/.test(request.url ?? '')) return pass()
    response.writeHead(404).end()
  }),
})
