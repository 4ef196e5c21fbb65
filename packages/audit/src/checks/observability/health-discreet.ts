import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { owaspApi, text } from '../../source.ts'
import { across, failed, inconclusive, markIn, passed } from '../../verdict.ts'
import { ask, healthAddresses, NO_HEALTH } from './ask-health.ts'
import { mendHealth } from './mend-health.ts'

export const healthDiscreet = check({
  id: 'observability/health-discreet',
  claim: 'Its health tells strangers nothing of what is inside: no addresses, paths, credentials or errors.',
  severity: 'should',
  source: [
    owaspApi('API8', 'Security Misconfiguration'),
    text(
      'CWE-497 Exposure of Sensitive System Information to an Unauthorized Control Sphere',
      'https://cwe.mitre.org/data/definitions/497.html',
    ),
  ],
  mend: mendHealth,
  run: (inspection) =>
    across(healthAddresses(inspection), NO_HEALTH, async (address) => {
      // What stands on a port of its own is not for strangers.
      if (new URL(address, inspection.target.origin).origin !== inspection.target.origin.origin)
        return inconclusive(`${address} stands on a port of its own, which is not for strangers.`)
      const exchange = await ask(inspection, address)
      const body = exchange.answer.body.toString()
      const told = INSIDE.find(({ looks }) => looks.test(body))
      if (told === undefined) return passed()
      const [found = ''] = told.looks.exec(body) ?? []
      return failed(
        `${address} tells everybody ${told.what}: ${found.slice(0, 100)}`,
        exchange,
        markIn(exchange, 'received', found),
      )
    }),
  flaw: tampered((answer, request) => {
    if (request.url !== '/ready') return
    const error = 'connect ECONNREFUSED 10.0.3.7:5432'
    answer.body = Buffer.from(JSON.stringify({ status: 'ok', checks: { database: { error } } }))
  }),
})

const INSIDE = [
  { what: 'credentials', looks: /\b[a-z][a-z+]{2,}:\/\/[^\s/:@"']+:[^\s/@"']+@[^\s"']+/i },
  {
    what: 'the address of a database or broker',
    looks: /\b(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|redis|amqps?|kafka|jdbc:\w+):\/\/[^\s"']+/i,
  },
  {
    what: 'an address inside',
    looks: /\b(?:10\.\d{1,3}|172\.(?:1[6-9]|2\d|3[01])|192\.168)\.\d{1,3}\.\d{1,3}\b/,
  },
  { what: 'an error of the system', looks: /\b(?:ECONNREFUSED|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)\b.*/ },
  {
    what: 'a stack trace',
    looks: /(?:^|\\n|\n)\s*at [\w.$<>]+ ?\(.+:\d+(?::\d+)?\)|Traceback \(most recent call last\)/,
  },
  {
    what: 'a path of the machine',
    looks: /"(?:\/(?:home|usr|var|opt|etc)\/[^"/]+\/[^"]+|[A-Z]:\\\\[^"]+)"/,
  },
]
