import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { sending } from './field-is-well.ts'
import { lineOf } from './field-syntax.ts'
import { NO_COOKIES, parseSetCookie } from './set-cookie.ts'
import { survey } from './survey.ts'

export const cookieTwice = check({
  id: 'http/cookie-twice',
  claim: 'One answer sets a cookie once.',
  severity: 'should',
  source: rfc(6265, '4.1.1'),
  mend: {
    general:
      'Set it in one place, at the end. Which of two values a client keeps depends on the order in which it reads them; usual causes are a session that is started twice, and a renewal beside a deletion.',
    stacks: {
      PHP: 'session_regenerate_id() after session_start() writes it twice; header_remove("Set-Cookie") first',
    },
  },
  async run(inspection) {
    return across(await survey(inspection), NO_COOKIES, (answered) => {
      const keys = answered.answer.headers.all('set-cookie').map((field) => {
        const { name, attributes } = parseSetCookie(field)
        const get = (wanted: string) => attributes.findLast(([each]) => each === wanted)?.[1] ?? ''
        return JSON.stringify([name, get('domain').toLowerCase(), get('path')])
      })
      const twice = keys.find((key, at) => keys.indexOf(key) !== at)
      if (twice !== undefined) {
        const [name] = JSON.parse(twice) as string[]
        return failed(`One answer set the cookie ${name} more than once.`, answered, lineOf('Set-Cookie'))
      }
      return keys.length === 0 ? undefined : passed()
    })
  },
  flaw: sending({ 'set-cookie': ['session=old; Path=/', 'session=new; Path=/'] }),
  sound: sending({ 'set-cookie': ['session=a; Path=/', 'theme=dark; Path=/'] }),
})
