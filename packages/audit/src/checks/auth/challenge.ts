import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { mendChallenge } from './mend-challenge.ts'

export const challenge = check({
  id: 'auth/challenge',
  claim: 'A 401 says with WWW-Authenticate how one signs in.',
  severity: 'must',
  source: [rfc(9110, '15.5.2'), rfc(9110, '11.6.1')],
  mend: mendChallenge,
  run: ({ send, target }) =>
    across(target.guarded.slice(0, 5), NO_GUARDED, async (path) => {
      const exchange = await send({ path })
      const { answer } = exchange
      if (answer.status !== 401)
        return inconclusive(`${path} refuses nobody with ${statusLine(answer)}, not with 401.`)
      return answer.headers.has('www-authenticate')
        ? passed()
        : failed(`The 401 of ${path} has no WWW-Authenticate.`, exchange, STATUS)
    }),
  flaw: tampered((answer) => {
    delete answer.headers['www-authenticate']
  }),
})

export const NO_GUARDED = 'No address is known that refuses nobody; name some under "guarded".'
