import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { sending } from './field-is-well.ts'
import { MEND_COOKIES } from './mend-cookies.ts'
import { cookieIsWell } from './set-cookie.ts'

/** Bytes that every browser has to take. */
const MOST = 4096

export const cookieSize = check({
  id: 'http/cookie-size',
  claim: 'A cookie is no larger than every browser keeps.',
  severity: 'should',
  source: rfc(6265, '6.1'),
  mend: MEND_COOKIES,
  run: cookieIsWell((_, field) =>
    field.length > MOST ? `has ${field.length} bytes; ${MOST} are what every browser keeps` : undefined,
  ),
  flaw: sending({ 'set-cookie': `session=${'a'.repeat(4100)}` }),
  sound: sending({ 'set-cookie': `session=${'a'.repeat(40)}` }),
})
