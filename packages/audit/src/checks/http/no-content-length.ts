import { check } from '../../check.ts'
import { flawed, tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { lineOf } from './field-syntax.ts'
import { survey } from './survey.ts'

export const noContentLength = check({
  id: 'http/no-content-length',
  claim: '204 has neither Content-Length nor Transfer-Encoding.',
  // A MUST NOT; but libraries send "Content-Length: 0" on purpose, for old browsers that wait for content otherwise.
  severity: 'should',
  source: [rfc(9110, '8.6'), rfc(9112, '6.1')],
  mend: {
    general: 'Leave both out: 204 ends with its head, and says so by its status.',
    stacks: {
      Express:
        'the cors package writes Content-Length: 0; app.use(cors({ optionsSuccessStatus: 200 })) avoids it',
      nginx: 'return 204; without add_header Content-Length 0;',
    },
  },
  async run(inspection) {
    return across(await survey(inspection), 'It answered nothing with 204.', (answered) => {
      const { status, headers } = answered.answer
      if (status !== 204) return undefined
      const wrong = ['Content-Length', 'Transfer-Encoding'].find((name) => headers.has(name))
      if (wrong === undefined) return passed()
      return failed(
        `${statusLine(answered.answer)} had \`${wrong}: ${headers.get(wrong)}\`.`,
        answered,
        lineOf(wrong),
      )
    })
  },
  flaw: flawed((request, response, pass) => {
    if (request.method !== 'OPTIONS') return pass()
    response.writeHead(204, { 'content-length': 0 }).end()
  }),
  sound: tampered((answer, { method }) => {
    if (method !== 'OPTIONS') return
    answer.status = 204
    answer.body = Buffer.alloc(0)
    delete answer.headers['content-length']
  }),
})
