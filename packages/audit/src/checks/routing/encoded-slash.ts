import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { onlyThere } from './second-address.ts'

export const encodedSlash = check({
  id: 'routing/encoded-slash',
  claim: 'An encoded slash is data: it never selects another route.',
  severity: 'should',
  source: [rfc(3986, '2.2'), rfc(3986, '3.3')],
  mend: {
    general:
      'Split the path as the client sent it at its slashes, then decode each segment. Whoever decodes first makes two segments of one, and a rule in front that has not decoded sees another path.',
    stacks: {
      'Go net/http': 'Route on r.URL.EscapedPath(): r.URL.Path is decoded as a whole.',
      'Spring Boot': 'StrictHttpFirewall refuses %2F; leave setAllowUrlEncodedSlash off.',
      'Flask and Django':
        'WSGI has the path decoded: refuse %2F where the path is whole, in nginx or by RAW_URI of Gunicorn.',
      FastAPI: "scope['path'] is decoded: refuse b'%2f' in scope['raw_path'].lower() in a middleware.",
      nginx: 'proxy_pass without a path hands on the path as the client sent it.',
    },
  },
  run: (inspection) =>
    onlyThere(inspection, (path) => {
      const at = path.replace(/\/$/, '').lastIndexOf('/')
      return at > 0 ? [`${path.slice(0, at)}%2F${path.slice(at + 1)}`] : []
    }),
  flaw: flawed((request, _response, pass) => {
    request.url = (request.url ?? '/').replaceAll(/%2f/gi, '/')
    pass()
  }),
})
