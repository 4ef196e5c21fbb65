import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import type { Page } from '../../target/target.ts'
import { across, failed, passed, type Verdict } from '../../verdict.ts'
import { NoAnswer, type Inspection } from '../../run/inspection.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import type { Exchange } from '../../wire/exchange.ts'
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
  run: ({ send, target }) =>
    across(sample(target.pages, 2), 'There is no page to ask for.', (page) =>
      across(OFFERS, '', (offer) => offered(send, page, offer)),
    ),
  flaw: flawed((request, response, pass) => {
    if (request.headers.upgrade === undefined) return pass()
    response.destroy()
  }),
})

/** An offer to go on in another protocol. */
interface Offer {
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  /** Whether a server may speak it, and clients offer it unasked: then it is either spoken or ignored. */
  readonly real: boolean
}

const OFFERS: readonly Offer[] = [
  {
    name: 'h2c',
    headers: {
      Connection: 'Upgrade, HTTP2-Settings',
      Upgrade: 'h2c',
      'HTTP2-Settings': 'AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
    },
    real: true,
  },
  {
    name: 'a protocol that does not exist',
    headers: { Connection: 'Upgrade', Upgrade: 'principia-audit/1' },
    real: false,
  },
]

async function offered(
  send: Inspection['send'],
  { path, as, seen }: Page,
  { name, headers, real }: Offer,
): Promise<Verdict> {
  const what = `GET ${path} with an offer of ${name}`
  try {
    const exchange = await send({ path, as, headers }, { within: 3000 })
    const { answer } = exchange
    if (isSwitch(exchange)) return switched(what, exchange, real)
    // Who offers what nobody speaks may be told so.
    if (answer.status === seen.answer.status || (!real && answer.status < 500)) return passed()
    return failed(
      `${what} was answered with ${statusLine(answer)}, without it with ${statusLine(seen.answer)}.`,
      exchange,
      STATUS,
    )
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    if (isSwitch(error.exchange)) return switched(what, error.exchange, real)
    return failed(`${what} got no answer.`, error.exchange)
  }
}

/** It may switch to HTTP/2, which is then what follows 101. */
function switched(what: string, exchange: Exchange, real: boolean): Verdict {
  return real ? passed() : failed(`${what} was taken: the answer is 101.`, exchange, STATUS)
}

function isSwitch({ received }: Exchange): boolean {
  return received.subarray(0, 12).toString() === 'HTTP/1.1 101'
}
