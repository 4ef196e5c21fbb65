import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { acrossTagged } from './tagged.ts'

/** Date is the subject of http/date, Vary that of rest/vary-complete. */
const KEPT = ['ETag', 'Cache-Control', 'Content-Location', 'Expires']

export const notModified = check({
  id: 'http/not-modified',
  claim: '304 has the fields that 200 would have had: ETag, Cache-Control, Content-Location and Expires.',
  severity: 'must',
  source: rfc(9110, '15.4.5'),
  mend: {
    general:
      'Set these fields before the condition is looked at, and leave only the content out. A cache takes what it knows of freshness from the 304; without it the copy is stale again at once.',
    stacks: {
      Express: "res.set('Cache-Control', …) before res.send, which makes 304 of it",
      'Spring Boot': 'return ResponseEntity.status(304).eTag(tag).cacheControl(rules).build()',
      'Go net/http': 'w.Header().Set("Cache-Control", …) before http.ServeContent',
    },
  },
  async run(inspection) {
    return acrossTagged(inspection, async ({ path, as }, tag, { answer: whole }) => {
      const exchange = await inspection.send({ path, as, headers: { 'If-None-Match': tag } })
      if (exchange.answer.status !== 304) return undefined
      const lacks = KEPT.find((name) => whole.headers.has(name) && !exchange.answer.headers.has(name))
      if (lacks !== undefined)
        return failed(
          `304 for ${path} lacks ${lacks}, which 200 has: \`${whole.headers.get(lacks)}\`.`,
          exchange,
        )
      const now = exchange.answer.headers.get('etag')
      if (now === tag) return passed()
      return failed(`304 for ${path} has the tag ${now}; ${tag} still holds.`, exchange)
    })
  },
  flaw: tampered(({ status, headers }) => {
    if (status === 304) delete headers['etag']
  }),
})
