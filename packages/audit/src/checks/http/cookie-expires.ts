import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { sending } from './field-is-well.ts'
import { parseHttpDate } from './http-date.ts'
import { MEND_COOKIES } from './mend-cookies.ts'
import { cookieIsWell } from './set-cookie.ts'

export const cookieExpires = check({
  id: 'http/cookie-expires',
  claim: 'Expires of a cookie is a date that browsers can read.',
  severity: 'should',
  source: [rfc(6265, '4.1.1'), rfc(6265, '5.1.1')],
  mend: MEND_COOKIES,
  run: cookieIsWell(({ attributes }) => {
    const wrong = attributes.find(([name, value]) => name === 'expires' && !isCookieDate(value ?? ''))
    return (
      wrong &&
      `expires at "${wrong[1]}", which is no date; the cookie ends with the session of the browser, if not at once`
    )
  }),
  flaw: sending({ 'set-cookie': 'a=b; Expires=2030-01-01T00:00:00Z' }),
  sound: sending({ 'set-cookie': 'a=b; Expires=Tue, 01 Jan 2030 00:00:00 GMT' }),
})

/** The form of today, and the one of Netscape with hyphens, which all browsers read. */
function isCookieDate(value: string): boolean {
  return parseHttpDate(value.replace(/^(\w+, \d\d)-(\w{3})-(\d{4} )/, '$1 $2 $3')) !== undefined
}
