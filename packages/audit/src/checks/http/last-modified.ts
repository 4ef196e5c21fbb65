import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { fieldIsWell, sending } from './field-is-well.ts'
import { parseHttpDate, toHttpDate } from './http-date.ts'

export const lastModified = check({
  id: 'http/last-modified',
  claim: 'Last-Modified is an HTTP date that is not in the future.',
  severity: 'must',
  source: [rfc(9110, '8.8.2.1'), rfc(9110, '5.6.7')],
  mend: {
    general:
      'Write the time of the last change in UTC as "Sun, 06 Nov 1994 08:49:37 GMT", and the time of the answer where it would be later than that.',
    stacks: {
      Express: "res.set('Last-Modified', changed.toUTCString())",
      'Spring Boot': 'ResponseEntity.ok().lastModified(instant)',
      Django: 'response["Last-Modified"] = http_date(changed.timestamp())',
      'Go net/http': 'w.Header().Set("Last-Modified", t.UTC().Format(http.TimeFormat))',
    },
  },
  run: fieldIsWell('Last-Modified', (value, { answer }) => {
    const changed = parseHttpDate(value)
    if (changed === undefined)
      return 'is no HTTP date; something like "Sun, 06 Nov 1994 08:49:37 GMT" was expected'
    const sent = answer.headers.get('date') ?? ''
    const now = parseHttpDate(sent)
    // Servers write Date from a clock that they read now and then.
    return now !== undefined && changed > now + 2000 ? `is later than the answer itself, ${sent}` : undefined
  }),
  flaw: sending({ 'last-modified': toHttpDate(Date.now() + 7 * 86_400_000) }),
  sound: sending({ 'last-modified': 'Sun, 06 Nov 1994 08:49:37 GMT' }),
})
