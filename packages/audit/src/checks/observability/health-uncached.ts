import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import type { Answer } from '../../wire/answer.ts'
import { ask, healthAddresses, NO_HEALTH } from './ask-health.ts'
import { mendHealth } from './mend-health.ts'

export const healthUncached = check({
  id: 'observability/health-uncached',
  claim: 'No cache may answer for its health.',
  severity: 'should',
  source: [rfc(9111, '4.2'), rfc(9111, '5.2.2.5')],
  mend: {
    ...mendHealth,
    general: 'Send Cache-Control: no-store: what was true a minute ago says nothing of now.',
  },
  run: (inspection) =>
    across(healthAddresses(inspection), NO_HEALTH, async (address) => {
      const exchange = await ask(inspection, address)
      const lifetime = lifetimeOf(exchange.answer)
      if (lifetime === undefined) return passed()
      return failed(
        `${address} may be answered by a cache: "${lifetime}".`,
        exchange,
        /^(?:cache-control|expires|last-modified):.*/im,
      )
    }),
  flaw: tampered((answer, request) => {
    if (request.url === '/live') answer.headers['cache-control'] = 'public, max-age=60'
  }),
})

/** What lets a cache answer without asking (RFC 9111 section 4.2.1); `undefined` where nothing does. */
function lifetimeOf({ headers }: Answer): string | undefined {
  const directives = headers.list('cache-control')
  if (directives.some((each) => /^(?:no-store|no-cache)\b/.test(each))) return undefined
  const age = directives.find((each) => /^(?:s-maxage|max-age)=/.test(each))
  if (age !== undefined) return /="?0/.test(age) ? undefined : age
  const expires = headers.get('expires')
  if (expires !== undefined) return Date.parse(expires) > Date.now() ? `Expires: ${expires}` : undefined
  // With a date of its last change a cache may guess how long it stays fresh (section 4.2.2).
  const changed = headers.get('last-modified')
  return changed === undefined ? undefined : `Last-Modified: ${changed}`
}
