import { check } from '../../check.ts'
import { rawFlaw } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { lineOf, short } from './field-syntax.ts'
import { parseHttpDate } from './http-date.ts'
import { survey } from './survey.ts'
import { STATUS } from '../../wire/answer.ts'

export const date = check({
  id: 'http/date',
  claim: 'Every answer says when it was made, in the form of HTTP dates.',
  severity: 'must',
  source: [rfc(9110, '6.6.1'), rfc(9110, '5.6.7')],
  mend: {
    general:
      'Let the server write Date (nearly all do unless told not to). A cache cannot count the age of an answer without it.',
    stacks: {
      'node:http': 'leave response.sendDate as it is, and do not set Date by hand',
      nginx: 'nothing: do not remove it with more_clear_headers',
    },
  },
  async run(inspection) {
    return across(await survey(inspection), 'Nothing answered.', (answered) => {
      const { status, headers } = answered.answer
      // A server with a clock must send it with 2xx, 3xx and 4xx.
      if (status < 200 || status >= 500) return undefined
      const value = headers.get('date')
      if (value === undefined) return failed('An answer had no Date.', answered, STATUS)
      if (parseHttpDate(value) !== undefined) return passed()
      return failed(
        `\`Date: ${short(value)}\` is no date; something like "Sun, 06 Nov 1994 08:49:37 GMT" was expected.`,
        answered,
        lineOf('Date'),
      )
    })
  },
  flaw: rawFlaw((socket) => {
    socket.on('data', () =>
      socket.end('HTTP/1.1 200 OK\r\nDate: 2024-05-01T10:00:00Z\r\nContent-Length: 0\r\n\r\n'),
    )
  }),
})
