import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { tampered } from '../../flaws/flawed.ts'
import { across, failed, passed } from '../../verdict.ts'
import { lineOf } from './field-syntax.ts'
import { survey } from './survey.ts'

/** Fields whose value is one thing, and no list. */
const SINGLE = [
  'Age',
  'Content-Disposition',
  'Content-Location',
  'Content-Range',
  'Content-Type',
  'Date',
  'ETag',
  'Expires',
  'Last-Modified',
  'Location',
  'Retry-After',
]

export const singleFields = check({
  id: 'http/single-fields',
  claim: 'A field that has one value is sent once.',
  severity: 'must',
  source: rfc(9110, '5.3'),
  mend: {
    general:
      'Set such a field instead of adding to it, and in one place: often both the application and the proxy before it write it. Which of the two values counts is different in each client.',
    stacks: {
      nginx: 'proxy_hide_header Content-Type; before an add_header of the same name',
      'Go net/http': 'w.Header().Set, not Add',
      Express: 'res.set, not res.append',
      'Spring Boot': 'response.setHeader, not addHeader',
    },
  },
  async run(inspection) {
    return across(await survey(inspection), 'Nothing answered.', (answered) => {
      const { headers } = answered.answer
      const twice = SINGLE.find((name) => headers.all(name).length > 1)
      if (twice === undefined) return passed()
      const values = headers.all(twice).map((value) => `\`${value}\``)
      return failed(
        `${twice} was sent ${values.length} times: ${values.join(' and ')}.`,
        answered,
        lineOf(twice),
      )
    })
  },
  flaw: tampered(({ headers }) => {
    headers['content-type'] = ['application/json', 'text/html']
  }),
})
