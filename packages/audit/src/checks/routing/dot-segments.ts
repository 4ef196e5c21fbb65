import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { onlyThere } from './second-address.ts'

export const dotSegments = check({
  id: 'routing/dot-segments',
  claim: 'Dot segments, raw or encoded, do not reach another route.',
  severity: 'may',
  source: [rfc(3986, '3.3'), rfc(3986, '6.2.2.3')],
  mend: {
    general:
      'Refuse a path with a segment that is "." or ".." once decoded (400), or redirect to the path without. Clients remove dot segments before they send; what still has them was made by hand, to get past a rule that compares prefixes.',
    stacks: {
      'Go net/http': 'http.ServeMux redirects to the clean path by itself.',
      'Spring Boot': 'StrictHttpFirewall of Spring Security refuses them.',
    },
  },
  run: (inspection) =>
    onlyThere(inspection, (path) => {
      if (path === '/') return []
      const other = inspection.random.word(8)
      return [`/${other}/..${path}`, `/${other}/%2e%2e${path}`, `/.${path}`, `/%2E${path}`]
    }),
  flaw: flawed((request, _response, pass) => {
    request.url = (request.url ?? '/').replace(/^\/\w+\/\.\.\//, '/')
    pass()
  }),
})
