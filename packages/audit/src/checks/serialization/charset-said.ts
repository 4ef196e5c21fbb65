import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc, text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { lineOf, parameterOf } from '../http/field-syntax.ts'
import { survey } from '../http/survey.ts'
import { contentOf } from './content-of.ts'

export const charsetSaid = check({
  id: 'serialization/charset-said',
  claim: 'Text with more than ASCII says which alphabet it is in.',
  severity: 'should',
  source: [
    rfc(9110, '8.3.2'),
    text('WHATWG Encoding, section 4', 'https://encoding.spec.whatwg.org/#names-and-labels'),
  ],
  mend: {
    general:
      'Write charset=utf-8 behind text types: Content-Type: text/plain; charset=utf-8. JSON needs none, it is UTF-8 always.',
    stacks: {
      nginx: 'charset utf-8;',
      Apache: 'AddDefaultCharset utf-8',
      'node:http': "response.setHeader('content-type', 'text/plain; charset=utf-8')",
      'Spring Boot': 'server.servlet.encoding.force=true',
    },
  },
  async run(inspection) {
    return across(await survey(inspection), 'No answer was a text with more than ASCII.', (answered) => {
      const content = contentOf(answered)
      if (content === undefined || !content.type.startsWith('text/')) return undefined
      const said = parameterOf(answered.answer.headers.get('content-type') ?? '', 'charset')
      const isPlain = content.bytes.every((byte) => byte < 0x80)
      // A page and a style sheet can say it within; event streams are UTF-8 always.
      const saysItself = /^\uFEFF|<meta[^>]+charset|^@charset|^<\?xml/i.test(content.text.slice(0, 1024))
      if (said !== undefined) return passed()
      if (isPlain || saysItself || content.type === 'text/event-stream') return undefined
      return failed(
        `${answered.request?.path} is ${content.type} with more than ASCII, and does not say in which alphabet.`,
        answered,
        lineOf('Content-Type'),
      )
    })
  },
  flaw: tampered((answer, { url }) => {
    if (url !== '/large') return
    answer.headers['content-type'] = 'text/plain'
    answer.body = Buffer.from('caf\u00e9')
    delete answer.headers['content-encoding']
  }),
})
