import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc, text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { fromOrigin } from '../http/cors.ts'
import { sample } from '../http/survey.ts'
import { varies } from '../http/vary.ts'
import { toRequest } from '../http/while-steady.ts'
import { STATUS } from '../../wire/answer.ts'

export const corsVary = check({
  id: 'middleware/cors-vary',
  claim: 'Answers that depend on Origin say so in Vary.',
  severity: 'should',
  source: [
    text(
      'Fetch standard, CORS protocol and HTTP caches',
      'https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches',
    ),
    rfc(9110, '12.5.5'),
  ],
  mend: {
    general:
      'Add Origin to Vary wherever the permission depends on who asks, also where it is given to nobody: a cache otherwise keeps the answer without permission, and the page that may read it gets an error.',
    stacks: {
      Express: 'the cors package does it, where origin is a list or a function',
      nginx: 'add_header Vary Origin always; beside Access-Control-Allow-Origin',
      'Spring Boot': 'Spring does it; do not write the fields yourself',
    },
  },
  async run({ send, target, random }) {
    const stranger = `https://${random.word()}.example`
    return across(sample(target.pages, 5), 'What it permits does not depend on who asks.', async (page) => {
      const requests = [
        toRequest(page),
        fromOrigin(page, stranger),
        ...(target.allowedOrigin === undefined ? [] : [fromOrigin(page, target.allowedOrigin)]),
      ]
      const exchanges = []
      for (const request of requests) exchanges.push(await send(request))
      const permitted = exchanges.map(({ answer }) => answer.headers.get('access-control-allow-origin'))
      if (new Set(permitted).size < 2) return undefined
      for (const exchange of exchanges) {
        const fault = varies(exchange, 'Origin')
        if (fault !== undefined)
          return failed(
            `${page.path} permits ${permitted.map((each) => each ?? 'nothing').join(', then ')} to different origins, ${fault}.`,
            exchange,
            STATUS,
          )
      }
      return passed()
    })
  },
  flaw: tampered(({ headers }) => {
    delete headers['vary']
  }),
})
