import { basics } from './9110/basics.ts'
import { conditions } from './9110/conditions.ts'
import { context } from './9110/context.ts'
import { fields } from './9110/fields.ts'
import { messages } from './9110/messages.ts'
import { methods } from './9110/methods.ts'
import { ranges } from './9110/ranges.ts'
import { representations } from './9110/representations.ts'
import { statuses } from './9110/statuses.ts'
import { caching } from './9111.ts'
import { messaging } from './9112.ts'
import { http2 } from './9113.ts'
import type { Specification } from './requirement.ts'

export const specifications: readonly Specification[] = [
  {
    rfc: 9110,
    title: 'HTTP Semantics',
    scope: 'all',
    leftOut: [
      ['1, 18, appendices', 'They have no requirements.'],
      ['3.1, 3.2, 3.4 to 3.9', 'Terms.'],
      ['4.3', 'Who may speak for an origin: for clients, and those who give out certificates.'],
      ['5.6.2, 5.6.5, 5.6.6', 'Grammar without requirements of its own; `2.2` covers what is sent.'],
      ['6.5.2, 16', 'For authors of specifications.'],
      ['7.2, 7.3', 'For clients; what a server owes to `Host` is in RFC 9112, section 3.2.'],
      ['7.6.2, 7.6.3, 7.7', '`Max-Forwards`, `Via`, transformations: for proxies and gateways.'],
      ['10.1.3 to 10.1.5', '`Referer`, `TE`, `User-Agent`: for clients.'],
      ['10.2.2, 10.2.3', '`Location` and `Retry-After`: no requirements on servers outside chapter 15.'],
      ['11.6.2, 11.6.3, 11.7', 'For clients and proxies.'],
      ['12.1 to 12.3, 12.5.2, 12.5.4', 'No requirements on servers.'],
      ['15.3.7.3', 'For clients.'],
      ['17', 'Considerations on security: advice without requirement words.'],
    ],
    sections: [
      ...basics,
      ...fields,
      ...messages,
      ...representations,
      ...methods,
      ...context,
      ...conditions,
      ...ranges,
      ...statuses,
    ],
  },
  {
    rfc: 9111,
    title: 'HTTP Caching',
    scope: 'all',
    leftOut: [
      ['1, 2, 6 to 8, appendices', 'They have no requirements on origin servers.'],
      ['3, 4', 'For caches.'],
      ['5.2.1', 'Directives of requests: for clients and caches.'],
      ['5.2.3, 5.2.4, 5.4, 5.5', 'For caches and authors of specifications; what is obsolete.'],
    ],
    sections: caching,
  },
  {
    rfc: 9112,
    title: 'HTTP/1.1',
    scope: 'all',
    leftOut: [
      ['1, 8, 10 to 12, appendices', 'They have no requirements on origin servers.'],
      ['2.3, 3.3, 9.1, 9.2, 9.4, 9.7', 'For clients and proxies, or without requirement words.'],
      ['7.2 to 7.4', 'Compression as a transfer coding, which is refused with 501; the rest is for clients.'],
      ['9.5, 9.8', 'Time-outs and the closing alerts of TLS: those of Node, which has tests of its own.'],
    ],
    sections: messaging,
  },
  {
    rfc: 9113,
    title: 'HTTP/2',
    scope: 'selection',
    leftOut: [
      [
        'all that is not here',
        'Frames, flow control and compression of fields are the part of nghttp2, which Node brings along and which has tests of its own.',
      ],
    ],
    sections: http2,
  },
]
