import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { DATE } from './deprecation-date.ts'

export const sunsetDate = check({
  id: 'routing/sunset-date',
  claim: 'Sunset, where it is sent, is an HTTP date that is not earlier than the deprecation.',
  severity: 'must',
  source: [rfc(8594, '3'), rfc(9110, '5.6.7'), rfc(9745, '4')],
  mend: {
    general:
      'Write Sunset as an HTTP date (Wed, 31 Dec 2025 23:59:59 GMT): when the address will stop to answer, at the earliest when it is deprecated.',
    stacks: { Express: "res.set('Sunset', date.toUTCString())" },
  },
  run({ target }) {
    return across(target.pages, 'No answer has Sunset.', ({ path, seen }) => {
      const value = seen.answer.headers.get('sunset')
      if (value === undefined) return undefined
      const mark = /^sunset:.*/im
      if (!HTTP_DATE.test(value) || Number.isNaN(Date.parse(value)))
        return failed(`${path} has "Sunset: ${value.slice(0, 100)}", which is no HTTP date.`, seen, mark)
      const deprecated = DATE.exec(seen.answer.headers.get('deprecation') ?? '')?.[1]
      if (deprecated !== undefined && Date.parse(value) < Number(deprecated) * 1000)
        return failed(
          `${path} ends on ${value}, which is before it is deprecated, on ${new Date(Number(deprecated) * 1000).toUTCString()}.`,
          seen,
          mark,
        )
      return passed()
    })
  },
  flaw: tampered((answer) => {
    answer.headers['deprecation'] = '@1735689600'
    answer.headers['sunset'] = 'Sun, 01 Dec 2024 00:00:00 GMT'
  }),
  sound: tampered((answer) => {
    answer.headers['deprecation'] = '@1735689600'
    answer.headers['sunset'] = 'Wed, 31 Dec 2036 23:59:59 GMT'
  }),
})

/** The form that is sent today (IMF-fixdate); the two obsolete ones may only be read. */
const HTTP_DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/
