import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { neverAFault } from '../never-a-fault.ts'
import { addressOf, parentOf } from './second-address.ts'

const SEGMENTS = [
  '%',
  '%zz',
  '%f',
  '%ff',
  '%c0%ae',
  '%ed%a0%80',
  '%00',
  '%0d%0a',
  '%e2%82',
  'a%00.txt',
  '\u00c3\u00a9',
  '//x',
]

export const malformedPath = check({
  id: 'routing/malformed-path',
  claim:
    "Broken escapes, bad UTF-8 and control characters in a path are the client's fault (4xx), never the server's.",
  severity: 'should',
  source: [rfc(3986, '2.1'), rfc(9110, '15.5.1'), rfc(9110, '15.6.1')],
  mend: {
    general:
      'Catch what decoding a segment throws, and answer 400. Do so where the path is split: in front of routes, middleware and static files.',
    stacks: {
      Express: 'A URIError with status 400 comes to the error handler: answer with err.status, not with 500.',
      FastAPI: 'Bytes that are not UTF-8 become replacement characters: refuse U+FFFD in parameters.',
      PostgreSQL: 'A text cannot hold U+0000: refuse it before a query does.',
    },
  },
  run({ send, target }) {
    const folders = new Set([
      `${target.base}/`,
      ...target.pages.map((page) => parentOf(addressOf(page).path)),
    ])
    const requests = [...folders]
      .filter((folder) => folder.startsWith('/'))
      .slice(0, 4)
      .flatMap((folder) => SEGMENTS.map((segment) => ({ path: folder + segment })))
    return neverAFault(send, requests)
  },
  flaw: flawed((request, response, pass) => {
    try {
      decodeURIComponent(request.url ?? '/')
      pass()
    } catch {
      response.writeHead(500).end('URIError: URI malformed')
    }
  }),
})
