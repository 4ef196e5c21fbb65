import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { lineOf } from './field-syntax.ts'
import { sample } from './survey.ts'
import { toRequest, whileSteady } from './while-steady.ts'

export const headLength = check({
  id: 'http/head-length',
  claim: 'The length that HEAD tells is that of what GET sends.',
  severity: 'must',
  source: rfc(9110, '8.6'),
  mend: {
    general:
      'Count the content that GET would send, or leave Content-Length out. "Content-Length: 0" comes of frameworks that write the field after the content was dropped; a client takes the file for empty.',
    stacks: {
      Express: 'let app.get answer HEAD; res.json and res.send count before they drop',
      'node:http': "response.setHeader('content-length', …) before response.end() where the method is HEAD",
    },
  },
  async run(inspection) {
    return across(sample(inspection.target.pages, 5), 'HEAD told no length.', (page) =>
      whileSteady(inspection, toRequest(page), async ({ answer: get }) => {
        const exchange = await inspection.send({ ...toRequest(page), method: 'HEAD' })
        const length = exchange.answer.headers.get('content-length')
        if (exchange.answer.status !== 200 || length === undefined) return undefined
        if (Number(length) === get.body.length) return passed()
        return failed(
          `HEAD ${page.path} told a length of ${length}; GET sent ${get.body.length} bytes.`,
          exchange,
          lineOf('Content-Length'),
        )
      }),
    )
  },
  flaw: flawed((request, response, pass) => {
    if (request.method !== 'HEAD') return pass()
    response.setHeader('content-length', 0).end()
  }),
})
