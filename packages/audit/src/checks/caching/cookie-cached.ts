import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { sending } from '../http/field-is-well.ts'
import { lineOf } from '../http/field-syntax.ts'
import { NO_COOKIES } from '../http/set-cookie.ts'
import { survey } from '../http/survey.ts'
import { cacheRules, freshness, isShareable } from './cache-control.ts'

export const cookieCached = check({
  id: 'caching/cookie-cached',
  claim: 'An answer that sets a cookie is not for shared caches.',
  severity: 'should',
  source: rfc(9111, '7.3'),
  mend: {
    general:
      "Say Cache-Control: private or no-store wherever Set-Cookie is sent. A shared cache that follows the text gives the first visitor's session to all others.",
    stacks: {
      Express: 'express-session with saveUninitialized: false sets no cookie on public pages',
      Django: 'SessionMiddleware adds Vary: Cookie; add @cache_control(private=True)',
      nginx: 'proxy_cache leaves answers with Set-Cookie out, unless proxy_ignore_headers says otherwise',
    },
  },
  async run(inspection) {
    return across(await survey(inspection), NO_COOKIES, (answered) => {
      const { answer, request } = answered
      if (!answer.headers.has('set-cookie')) return undefined
      const { method = 'GET' } = request ?? {}
      const kept =
        (method === 'GET' || method === 'HEAD') && isShareable(answer, false) && freshness(answer) > 0
      if (!kept && !cacheRules(answer).has('public')) return passed()
      return failed(
        `${request?.path} sets a cookie and says \`Cache-Control: ${answer.headers.get('cache-control') ?? 'nothing'}\`, so that a shared cache keeps both.`,
        answered,
        lineOf('Set-Cookie'),
      )
    })
  },
  flaw: sending({ 'set-cookie': 'session=abc; HttpOnly', 'cache-control': 'public, max-age=60' }),
  sound: sending({ 'set-cookie': 'session=abc; HttpOnly', 'cache-control': 'private, no-cache' }),
})
