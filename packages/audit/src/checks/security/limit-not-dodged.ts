import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import type { Random } from '../../run/random.ts'
import { owaspApi, text } from '../../source.ts'
import { failed, markIn, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import { attempt, attemptUntilRefused, mendLimit, need429 } from './limited.ts'

export const limitNotDodged = check({
  id: 'security/limit-not-dodged',
  claim: 'Who is limited stays limited, whatever the headers say and however the path is spelt.',
  severity: 'should',
  source: [
    owaspApi('API4', 'Unrestricted Resource Consumption'),
    text('CWE-348 Use of Less Trusted Source', 'https://cwe.mitre.org/data/definitions/348.html'),
  ],
  mend: {
    ...mendLimit,
    general:
      'Count by the address of the connection. Take it from X-Forwarded-For or Forwarded only where the connection comes from a proxy of your own, and only as many places from the right as there are proxies. Count by route, not by path.',
    stacks: {
      ...mendLimit.stacks,
      Express: "app.set('trust proxy', 1) behind one proxy; `true` believes what any client sends",
    },
  },
  alone: true,
  within: 20_000,
  async run(inspection) {
    const attempts = await attemptUntilRefused(inspection)
    need429(attempts)
    const { signIn, body } = attempts
    /** What was answered to one more attempt, where the password was looked at as before the limit. */
    const through = async (more: Dodge) => {
      const exchange = await attempt(inspection, signIn, body, more)
      const { status } = exchange.answer
      const usual = attempts.usual?.answer.status
      const looked = usual === undefined ? status === 401 || status === 403 : status === usual
      return looked ? exchange : undefined
    }
    // A limit may let one through every few seconds, whoever it is; but not each time, and nobody else in between.
    const dodged = async (more: Dodge) => {
      let exchange: Answered | undefined
      for (let time = 0; time < TIMES; time++) {
        exchange = await through(more)
        if (exchange === undefined || (await through({})) !== undefined) return undefined
      }
      return exchange
    }
    for (const { what, ...more } of dodges(signIn.path, inspection.random)) {
      const exchange = await dodged(more)
      if (exchange === undefined) continue
      return failed(
        `Who is limited is answered with ${statusLine(exchange.answer)} again with ${what}.`,
        exchange,
        markIn(exchange, 'sent', more.path ?? /^(?:x-|forwarded|true|cf|fastly|client).*/im),
      )
    }
    return passed()
  },
  flaw: trusting(),
})

const TIMES = 3

interface Dodge {
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** What could make a server take the same client for another one, or the same address. */
function dodges(path: string, random: Random): (Dodge & { what: string })[] {
  const address = () => `203.0.113.${random.between(1, 254)}`
  const names = [
    'X-Forwarded-For',
    'X-Real-IP',
    'X-Client-IP',
    'True-Client-IP',
    'CF-Connecting-IP',
    'Fastly-Client-IP',
    'X-Originating-IP',
  ]
  return [
    ...names.map((name) => ({ what: `"${name}" of its own`, headers: { [name]: address() } })),
    { what: '"Forwarded" of its own', headers: { Forwarded: `for=${address()}` } },
    { what: 'another "User-Agent"', headers: { 'User-Agent': random.word(10) } },
    { what: 'capitals in the path', path: path.toUpperCase() },
    { what: 'a slash at the end', path: `${path}/` },
    { what: 'two slashes at the beginning', path: `/${path}` },
    { what: 'a query', path: `${path}?${random.word(6)}` },
  ]
}

/** The sound server with a limit of its own, which takes the word of clients for where they come from. */
function trusting() {
  const counts = new Map<string, number>()
  return flawed((request, response, pass) => {
    const address = String(request.headers['x-forwarded-for'] ?? request.socket.remoteAddress)
    const count = (counts.get(address) ?? 0) + (request.url === '/sign-in' ? 1 : 0)
    counts.set(address, count)
    if (request.url !== '/sign-in' || count < 10) return pass()
    request.resume()
    response.writeHead(429, { 'retry-after': '60' }).end()
  })
}
