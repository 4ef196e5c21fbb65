import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { failed, markIn, passed } from '../../verdict.ts'
import type { RequestSpec } from '../../wire/request.ts'
import type { Locked } from '../auth/locked.ts'
import { FUNCTION_LEVEL } from './sources.ts'
import { findWayIn } from './way-in.ts'

const PATHS = ['X-Original-URL', 'X-Rewrite-URL', 'X-Forwarded-Uri', 'X-Forwarded-Path', 'X-Forwarded-Prefix']
const NAMES = [
  'X-User',
  'X-User-Id',
  'X-Remote-User',
  'Remote-User',
  'X-Forwarded-User',
  'X-Authenticated-User',
  'X-Auth-User',
  'X-WEBAUTH-USER',
  'X-Forwarded-Email',
]
const ADDRESSES = [
  'X-Forwarded-For',
  'X-Real-IP',
  'X-Client-IP',
  'True-Client-IP',
  'X-Originating-IP',
  'X-Custom-IP-Authorization',
  'Client-IP',
]

export const trustedHeaders = check({
  id: 'access/trusted-headers',
  claim: 'No header that a proxy would set gets a stranger past a guard.',
  severity: 'must',
  source: [
    ...FUNCTION_LEVEL,
    text('CWE-290 Authentication Bypass by Spoofing', 'https://cwe.mitre.org/data/definitions/290.html'),
  ],
  mend: {
    general:
      'Believe such a header only where the connection comes from the proxy that sets it, and let that proxy remove what clients send. Who somebody is belongs into something that is signed.',
    stacks: {
      Express: "app.set('trust proxy', ['10.0.0.5']), never true",
      Django:
        'RemoteUserMiddleware reads REMOTE_USER from the environment; never take it from an HTTP_ header.',
      nginx: 'proxy_set_header X-Remote-User $remote_user; for each header that the service behind believes',
      'Spring Boot': 'server.forward-headers-strategy=native with internal-proxies set',
    },
  },
  needs: ['user'],
  async run(inspection) {
    const { base } = inspection.target
    const found = await findWayIn(inspection, (place) => attempts(place, `${base}/`))
    if (found === undefined) return passed()
    const { place, exchange } = found
    const [sent] = Object.entries(exchange.request?.headers ?? {})
    return failed(
      `${place.path} refuses nobody, and shows the same to anybody who sends "${sent?.join(': ')}".`,
      exchange,
      markIn(exchange, 'sent', new RegExp(`^${sent?.[0]}:.*`, 'm')),
    )
  },
  flaw: flawed((request, _response, pass) => {
    const user = request.headers['x-remote-user']
    if (typeof user === 'string') request.headers.authorization ??= `Bearer ${user}-token`
    pass()
  }),
})

function* attempts({ path, as }: Locked, start: string): Generator<RequestSpec> {
  for (const name of PATHS) yield { path: start, headers: { [name]: path } }
  for (const name of NAMES) for (const user of [as.name, 'admin']) yield { path, headers: { [name]: user } }
  for (const name of ADDRESSES) yield { path, headers: { [name]: '127.0.0.1' } }
  yield { path, headers: { Forwarded: 'for=127.0.0.1;host=localhost;proto=https' } }
  yield { path, headers: { Host: 'localhost' } }
}
