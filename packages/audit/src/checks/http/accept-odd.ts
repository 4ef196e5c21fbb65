import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { MEND_NEGOTIATION } from './mend-negotiation.ts'
import { sample } from './survey.ts'
import { toRequest } from './while-steady.ts'

const ODD: readonly (readonly [string, string])[] = [
  ['Accept', ';;;q=,/'],
  ['Accept', 'text/html;q=abc, */*;q=2, /, json'],
  ['Accept', `${'a/b;q=0.001,'.repeat(300)}*/*`],
  ['Accept', ''],
  ['Accept-Language', 'xx-!!;q=-1,,en;q=NaN'],
  ['Accept-Language', 'tlh-Latn-x-nobody-speaks-this'],
  ['Accept-Language', `${'de-'.repeat(200)}DE`],
  ['Accept-Charset', 'utf-7;q=1, *;q=0'],
  ['Accept-Encoding', 'gzip;q=2, ;, =, br;q'],
  ['Accept-Encoding', 'identity;q=0, *;q=0'],
]

export const acceptOdd = check({
  id: 'http/accept-odd',
  claim:
    'What a client says in Accept, Accept-Language, Accept-Charset and Accept-Encoding is never a fault of the server.',
  severity: 'should',
  source: [rfc(9110, '12.4'), rfc(9110, '2.4')],
  mend: MEND_NEGOTIATION,
  async run({ send, target }) {
    return across(sample(target.pages, 3), 'There is no page to ask for.', async (page) => {
      for (const [name, value] of ODD) {
        const exchange = await send(toRequest(page, { [name]: value }))
        const { answer } = exchange
        if (answer.status >= 500 && answer.status !== 503)
          return failed(
            `${page.path} was answered with ${statusLine(answer)} to \`${name}: ${value.slice(0, 60)}\`; 200, 406 or 400 was expected.`,
            exchange,
            STATUS,
          )
      }
      return passed()
    })
  },
  flaw: flawed((request, response, pass) => {
    if (!/NaN/.test(String(request.headers['accept-language']))) return pass()
    response.writeHead(500).end()
  }),
})
