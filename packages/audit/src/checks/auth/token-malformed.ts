import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { inconclusive } from '../../verdict.ts'
import { neverAFault } from '../never-a-fault.ts'
import { badCredentials } from './bad-credentials.ts'
import { NO_GUARDED } from './challenge.ts'

export const tokenMalformed = check({
  id: 'auth/token-malformed',
  claim: "Credentials that are empty, overlong or broken are the client's fault (401), never the server's.",
  severity: 'should',
  source: [rfc(9110, '11.6.2'), rfc(9110, '15.5.2'), rfc(7617, '2')],
  mend: {
    general:
      'Treat everything that goes wrong while reading credentials as 401: bad base64, no colon, bytes that are not UTF-8, a token of three dots.',
    stacks: {
      Express: 'Put the decoding into try and answer 401 in catch: jwt.verify() throws.',
      'Go net/http': 'r.BasicAuth() gives ok = false for what is malformed.',
    },
  },
  async run({ send, target, random }) {
    const [path] = target.guarded
    if (path === undefined) return inconclusive(NO_GUARDED)
    return neverAFault(
      send,
      badCredentials(target.users[0], random).map((headers) => ({ path, headers })),
    )
  },
  flaw: flawed((request, response, pass) => {
    const { authorization = 'Bearer x' } = request.headers
    if (/^\w+ [^\s]/.test(authorization)) return pass()
    response.writeHead(500).end("Cannot read properties of undefined (reading 'split')")
  }),
})
