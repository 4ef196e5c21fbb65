import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS } from '../../wire/answer.ts'

export const cacheSaid = check({
  id: 'http/cache-said',
  claim: 'Each answer says to caches what they may do.',
  severity: 'should',
  source: [rfc(9111, '4.2.2'), rfc(9111, '5.2')],
  mend: {
    general:
      'Send Cache-Control with each answer: no-store for what is secret, private, no-cache for what belongs to one person, public, max-age=… for the rest. Without it caches guess: a tenth of the time since Last-Modified is usual.',
    stacks: {
      Express: "res.set('Cache-Control', 'private, no-cache'), or the maxAge option of express.static",
      nginx: 'add_header Cache-Control "public, max-age=300";',
      Caddy: 'header Cache-Control "public, max-age=300"',
      'Spring Boot': '.cacheControl(CacheControl.noCache().cachePrivate())',
      Django: '@cache_control(private=True, no_cache=True), or @never_cache',
      Rails: 'expires_in 5.minutes, public: true',
    },
  },
  async run({ target }) {
    return across(target.pages, 'There is no page to ask for.', ({ path, seen }) => {
      const { headers } = seen.answer
      if (headers.has('cache-control') || headers.has('expires')) return passed()
      return failed(`${path} has neither Cache-Control nor Expires.`, seen, STATUS)
    })
  },
  flaw: tampered(({ headers }) => {
    delete headers['cache-control']
  }),
})
