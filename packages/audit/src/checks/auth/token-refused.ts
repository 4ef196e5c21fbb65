import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { owaspApi, rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { badCredentials } from './bad-credentials.ts'
import { lockedAddresses } from './locked.ts'

export const tokenRefused = check({
  id: 'auth/token-refused',
  claim: 'A token that was never issued is refused.',
  severity: 'must',
  source: [owaspApi('API2', 'Broken Authentication'), rfc(9110, '15.5.2'), rfc(6750, '3.1')],
  mend: {
    general:
      'Look a token up, or verify its signature, before anything in it is believed; refuse whatever does not succeed, by default.',
  },
  needs: ['user'],
  async run(inspection) {
    const { send, random } = inspection
    return across(await lockedAddresses(inspection), '', async ({ path, as }) => {
      for (const headers of badCredentials(as, random)) {
        const exchange = await send({ path, headers })
        if (exchange.answer.status < 300)
          return failed(
            `${path} accepts a credential that was never issued, with ${statusLine(exchange.answer)}.`,
            exchange,
            STATUS,
          )
      }
      return passed()
    })
  },
  flaw: flawed((request, _response, pass) => {
    const { authorization } = request.headers
    if (authorization !== undefined && !authorization.endsWith('-token'))
      request.headers.authorization = 'Bearer ada-token'
    pass()
  }),
})
