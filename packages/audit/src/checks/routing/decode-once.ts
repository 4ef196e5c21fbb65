import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc, text } from '../../source.ts'
import { escapeLetter } from './escape-letter.ts'
import { onlyThere } from './second-address.ts'

export const decodeOnce = check({
  id: 'routing/decode-once',
  claim: 'A path that is encoded twice is not decoded twice.',
  severity: 'must',
  source: [
    rfc(3986, '2.4'),
    text('CWE-174 Double Decoding of the Same Data', 'https://cwe.mitre.org/data/definitions/174.html'),
  ],
  mend: {
    general:
      'Decode a segment where the route is found, and nowhere else. What a handler is given is decoded already: unescaping it once more turns harmless data into slashes and dots behind every rule that has looked at it.',
    stacks: {
      Express: 'req.params is decoded; no decodeURIComponent around it.',
      'Go net/http': 'r.PathValue is decoded; no url.PathUnescape around it.',
      nginx:
        'proxy_pass without a path, so that it is not decoded by nginx and once more by what stands behind it.',
    },
  },
  run: (inspection) =>
    onlyThere(inspection, (path) => {
      const escaped = escapeLetter(path)
      return escaped === undefined ? [] : [escaped.replace(/%(?=[^%]*$)/, '%25')]
    }),
  flaw: flawed((request, _response, pass) => {
    request.url = (request.url ?? '/').replaceAll(/%25([0-9a-f]{2})/gi, '%$1')
    pass()
  }),
})
