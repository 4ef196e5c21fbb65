import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { fieldIsWell, sending } from '../http/field-is-well.ts'
import { parseHttpDate } from '../http/http-date.ts'

export const expires = check({
  id: 'caching/expires',
  claim: 'Expires is an HTTP date.',
  // Frameworks write "0" on purpose, and RFC 9111 tells caches what it means.
  severity: 'may',
  source: rfc(9111, '5.3'),
  mend: {
    general:
      'Leave Expires out and say Cache-Control: max-age=…, which every cache of today knows and prefers. Where it stays, it is a date; for "at once" take a past one.',
    stacks: {
      nginx: 'expires epoch; or add_header Cache-Control "no-cache";',
      Express: "res.removeHeader('Expires')",
    },
  },
  run: fieldIsWell('Expires', (value) =>
    parseHttpDate(value) === undefined ? 'is no HTTP date; caches take it for one in the past' : undefined,
  ),
  flaw: sending({ expires: '-1' }),
  sound: sending({ expires: 'Thu, 01 Jan 1970 00:00:00 GMT' }),
})
