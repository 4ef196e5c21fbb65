import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { BadChallenge, parseChallenges } from './challenges.ts'
import { mendChallenge } from './mend-challenge.ts'

export const challengeSyntax = check({
  id: 'auth/challenge-syntax',
  claim: 'WWW-Authenticate is a list of challenges that a client can read.',
  severity: 'must',
  source: [rfc(9110, '11.6.1'), rfc(9110, '11.2')],
  mend: mendChallenge,
  run: ({ send, target }) =>
    across(target.guarded.slice(0, 5), 'No 401 has WWW-Authenticate.', async (path) => {
      const exchange = await send({ path })
      const values = exchange.answer.headers.all('www-authenticate')
      if (values.length === 0) return undefined
      try {
        for (const value of values) parseChallenges(value)
        return passed()
      } catch (error) {
        if (!(error instanceof BadChallenge)) throw error
        return failed(
          `WWW-Authenticate of ${path} cannot be read: ${error.message}.`,
          exchange,
          /^www-authenticate:.*/im,
        )
      }
    }),
  flaw: tampered((answer) => {
    if (answer.status === 401) answer.headers['www-authenticate'] = 'Bearer realm=the api'
  }),
})
