import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { failed, markIn, passed } from '../../verdict.ts'
import { mendGuard } from './mend-guard.ts'
import { FUNCTION_LEVEL } from './sources.ts'
import { findWayIn } from './way-in.ts'

const HEADERS = ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']

export const methodOverride = check({
  id: 'access/method-override',
  claim: 'No other method, and no header that stands for one, gets past a guard.',
  severity: 'must',
  source: [
    ...FUNCTION_LEVEL,
    text(
      'CWE-650 Trusting HTTP Permission Methods on the Server Side',
      'https://cwe.mitre.org/data/definitions/650.html',
    ),
  ],
  mend: {
    ...mendGuard,
    general: `${mendGuard.general} Take a method from the request line alone.`,
  },
  needs: ['user', 'write'],
  async run(inspection) {
    const found = await findWayIn(inspection, ({ path }) => [
      ...HEADERS.map((name) => ({ method: 'POST', path, body: '', headers: { [name]: 'GET' } })),
      ...HEADERS.map((name) => ({ path, headers: { [name]: 'OPTIONS' } })),
      { method: 'POST', path: `${path}${path.includes('?') ? '&' : '?'}_method=GET`, body: '' },
      { method: 'PROPFIND', path },
      { method: 'QUERY', path },
      { method: 'get', path },
    ])
    if (found === undefined) return passed()
    const { place, exchange } = found
    return failed(
      `${place.path} refuses nobody to GET, and shows the same to anybody with this method.`,
      exchange,
      markIn(exchange, 'sent', /^[^\r]+/),
    )
  },
  flaw: flawed((request, _response, pass) => {
    const override = request.headers['x-http-method-override']
    if (request.method === 'POST' && typeof override === 'string') {
      request.method = override
      request.headers.authorization ??= 'Bearer ada-token'
      delete request.headers['content-length']
    }
    pass()
  }),
})
