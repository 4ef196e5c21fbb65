import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { sample } from './survey.ts'
import { varies } from './vary.ts'
import { toRequest, whileSteady } from './while-steady.ts'

/** Accept, Accept-Encoding and Origin have checks of their own. */
const ASKED: readonly (readonly [string, string])[] = [
  ['Accept-Language', 'de'],
  ['Accept-Language', 'ja, fr;q=0.5'],
  [
    'User-Agent',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1',
  ],
  ['User-Agent', 'curl/8.5.0'],
  ['X-Requested-With', 'XMLHttpRequest'],
  ['Save-Data', 'on'],
  ['Sec-Fetch-Dest', 'document'],
  ['Prefer', 'return=minimal'],
]

export const varyComplete = check({
  id: 'http/vary-complete',
  claim: 'Every field that changes an answer is in Vary.',
  severity: 'should',
  source: [rfc(9110, '12.5.5'), rfc(9111, '4.1')],
  mend: {
    general:
      'Name each request field that the content was made after in Vary, on all variants; or say Cache-Control: private or no-store. A shared cache otherwise gives the German page, or the one for phones, to everybody.',
    stacks: {
      Express: "res.vary('Accept-Language')",
      Django: 'LocaleMiddleware does it for Accept-Language; patch_vary_headers for others',
      'Spring Boot': 'ResponseEntity.ok().varyBy("Accept-Language")',
      Rails: "response.headers['Vary'] = 'Accept-Language'",
    },
  },
  async run(inspection) {
    return across(sample(inspection.target.pages, 4), 'There is no page to ask for.', (page) =>
      whileSteady(inspection, toRequest(page), async (before) => {
        for (const [name, value] of ASKED) {
          const exchange = await inspection.send(toRequest(page, { [name]: value }))
          const { answer } = exchange
          // Being limited, or a moment's fault, depends on no field.
          if (answer.status >= 400 && answer.status !== 406) continue
          const isOther = answer.status !== before.answer.status || !answer.body.equals(before.answer.body)
          if (!isOther) continue
          // What depends on the field must say so either way: a cache may have the one or the other.
          const fault = varies(exchange, name) ?? varies(before, name)
          if (fault !== undefined)
            return failed(
              `${page.path} says something else to \`${name}: ${value}\`, and one of the two came ${fault}.`,
              [
                { exchange: before, says: `Without this ${name}.` },
                { exchange, says: 'With it.' },
              ],
            )
        }
        return passed()
      }),
    )
  },
  flaw: flawed((request, response, pass) => {
    if (request.headers['accept-language'] !== 'de') return pass()
    response.writeHead(200, { 'content-type': 'text/plain' }).end('Guten Tag')
  }),
})
