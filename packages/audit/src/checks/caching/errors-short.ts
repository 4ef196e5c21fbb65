import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { lineOf } from '../http/field-syntax.ts'
import { survey } from '../http/survey.ts'
import { freshness } from './cache-control.ts'

/** Seconds: a day for what a client did wrong, a minute for what the server cannot do now. */
const LONGEST = { client: 86_400, server: 60 }

export const errorsShort = check({
  id: 'caching/errors-short',
  claim: 'Failures are not kept by caches for long.',
  severity: 'should',
  source: [rfc(9111, '4.2.1'), rfc(9110, '15.1')],
  mend: {
    general:
      'Set long freshness on success alone. A 404 that a cache keeps for a year stays when the page comes back; say no-store or a few seconds on failures.',
    stacks: {
      nginx:
        'add_header without "always" and expires leave failures alone: do not add "always" to Cache-Control',
      Express:
        'set Cache-Control in the handler after the work has succeeded, and delete it in the error handler',
    },
  },
  async run(inspection) {
    return across(await survey(inspection), 'Nothing was refused.', (answered) => {
      const { status } = answered.answer
      if (status < 400 || status === 410) return undefined
      const seconds = freshness(answered.answer)
      const longest = status < 500 ? LONGEST.client : LONGEST.server
      if (seconds <= longest) return passed()
      return failed(
        `Caches may keep ${statusLine(answered.answer)} for ${seconds} seconds; ${longest} at most were expected.`,
        answered,
        lineOf(answered.answer.headers.has('cache-control') ? 'Cache-Control' : 'Expires'),
      )
    })
  },
  flaw: tampered(({ headers }) => {
    headers['cache-control'] = 'public, max-age=31536000'
  }),
})
