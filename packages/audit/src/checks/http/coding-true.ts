import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { decoded } from './coding.ts'
import { lineOf } from './field-syntax.ts'
import { sample } from './survey.ts'
import { toRequest, whileSteady } from './while-steady.ts'

const CODINGS = ['gzip', 'br', 'zstd', 'deflate']

export const codingTrue = check({
  id: 'http/coding-true',
  claim: 'What is compressed decodes to what is sent without compression.',
  severity: 'must',
  source: rfc(9110, '8.4'),
  mend: {
    general:
      'Name in Content-Encoding what was done, once for each time it was done, in its order. Usual causes: the application and the proxy both compress; the content was read from a cache that is compressed already; an old Content-Length; "deflate" without the head that zlib writes.',
    stacks: {
      nginx: 'proxy_set_header Accept-Encoding ""; lets nginx alone compress',
      'node:http': 'createDeflate() for deflate, not createDeflateRaw()',
    },
  },
  async run(inspection) {
    return across(sample(inspection.target.pages, 5), 'It compresses nothing, which it need not.', (page) =>
      whileSteady(inspection, toRequest(page), async ({ answer: plain }) => {
        let coded = 0
        for (const coding of CODINGS) {
          const exchange = await inspection.send(toRequest(page, { 'Accept-Encoding': coding }))
          const { answer } = exchange
          if (answer.status !== 200 || !answer.headers.has('content-encoding')) continue
          coded++
          const said = answer.headers.get('content-encoding')
          const content = decoded(answer)
          if (content === undefined)
            return failed(
              `${page.path} came as "${said}" and does not decode as it.`,
              exchange,
              lineOf('Content-Encoding'),
            )
          if (!content.equals(decoded(plain) ?? plain.body))
            return failed(
              `${page.path} decodes from "${said}" to ${content.length} bytes that are not the ${plain.body.length} that are sent plain.`,
              exchange,
              lineOf('Content-Encoding'),
            )
        }
        return coded === 0 ? undefined : passed()
      }),
    )
  },
  flaw: tampered((answer) => {
    if (answer.headers['content-encoding'] !== undefined) answer.headers['content-encoding'] = 'gzip, gzip'
  }),
})
