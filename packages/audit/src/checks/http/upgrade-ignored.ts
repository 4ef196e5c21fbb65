import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { NoAnswer } from '../../run/inspection.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { sample } from './survey.ts'

export const upgradeIgnored = check({
  id: 'http/upgrade-ignored',
  claim: 'A client that offers a protocol which the server does not speak is answered as if it had not.',
  severity: 'should',
  source: [rfc(9110, '7.8'), rfc(9113, '3.1')],
  mend: {
    general:
      'Ignore the field where the protocol is another one than you speak: HttpClient of Java offers h2c with each first request.',
    stacks: {
      'node:http':
        "createServer({ shouldUpgradeCallback: (request) => request.headers.upgrade === 'websocket' }): without it a listener for 'upgrade' gets every offer, and most libraries close the connection",
      Express: 'give http.createServer the shouldUpgradeCallback, then attach ws or Socket.IO',
    },
  },
  async run({ send, target }) {
    return across(sample(target.pages, 2), 'There is no page to ask for.', async ({ path, as, seen }) => {
      const headers = {
        Connection: 'Upgrade, HTTP2-Settings',
        Upgrade: 'h2c',
        'HTTP2-Settings': 'AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
      }
      try {
        const exchange = await send({ path, as, headers }, { within: 3000 })
        const { answer } = exchange
        if (answer.interim.length > 0 || answer.status === seen.answer.status) return passed()
        return failed(
          `GET ${path} with an offer of h2c was answered with ${statusLine(answer)}, without it with ${statusLine(seen.answer)}.`,
          exchange,
          STATUS,
        )
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error
        // It may switch to HTTP/2, which is then what follows 101.
        if (error.exchange.received.subarray(0, 12).toString() === 'HTTP/1.1 101') return passed()
        return failed(`GET ${path} with an offer of h2c got no answer.`, error.exchange)
      }
    })
  },
  flaw: flawed((request, response, pass) => {
    if (request.headers.upgrade === undefined) return pass()
    response.destroy()
  }),
})
