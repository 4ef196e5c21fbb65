import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import type { Answer } from '../../wire/answer.ts'
import { BadChallenge, parseChallenges, type Challenge } from './challenges.ts'

export const bearerError = check({
  id: 'auth/bearer-error',
  claim: 'A bearer challenge tells a bad token (error="invalid_token") from none (no error).',
  severity: 'should',
  source: [rfc(6750, '3'), rfc(6750, '3.1')],
  mend: {
    general:
      'Answer a token that is expired, revoked or unknown with `Bearer error="invalid_token"`, and a request without one with the bare challenge. Clients renew their token on the first, and ask a person to sign in on the second.',
    stacks: {
      'Spring Boot': 'BearerTokenAuthenticationEntryPoint does both.',
      'ASP.NET Core': 'AddJwtBearer does both, unless OnChallenge is replaced.',
      Express: "res.set('WWW-Authenticate', token ? 'Bearer error=\"invalid_token\"' : 'Bearer')",
    },
  },
  run: ({ send, target, random }) =>
    across(target.guarded.slice(0, 2), 'No 401 asks for a bearer token.', async (path) => {
      const nobody = await send({ path })
      const before = bearerIn(nobody.answer)
      if (before === undefined) return undefined
      const mark = /^www-authenticate:.*/im
      if (before.parameters.has('error'))
        return failed(`${path} names an error to a client that sent no credentials.`, nobody, mark)
      const exchange = await send({ path, headers: { Authorization: `Bearer ${random.word(40)}` } })
      if (exchange.answer.status !== 401) return undefined
      if (bearerIn(exchange.answer)?.parameters.get('error') === 'invalid_token') return passed()
      return failed(`${path} does not say that the token is invalid (error="invalid_token").`, exchange, mark)
    }),
  flaw: tampered((answer) => {
    if (answer.status === 401) answer.headers['www-authenticate'] = 'Bearer realm="api"'
  }),
})

function bearerIn({ headers }: Answer): Challenge | undefined {
  try {
    return headers
      .all('www-authenticate')
      .flatMap(parseChallenges)
      .find(({ scheme }) => scheme === 'bearer')
  } catch (error) {
    if (error instanceof BadChallenge) return undefined
    throw error
  }
}
