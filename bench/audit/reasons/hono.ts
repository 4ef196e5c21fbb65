import type { Reason } from './reason.ts'

const of = ['hono']

export const hono: readonly Reason[] = [
  {
    check: 'auth/bearer-error',
    of,
    kind: 'defect',
    says: '`jwt()` answers a request without a token with error="invalid_request". RFC 6750 section 3.1: where there are no credentials the server SHOULD NOT include an error code.',
  },
  {
    check: 'context/log-correlated',
    of,
    kind: 'default',
    says: '`logger()` writes method, path and status for people, and not the id of `requestId()`.',
    mend: 'hono-pino of its list.',
  },
  {
    check: 'observability/structured-logs',
    of,
    kind: 'default',
    says: 'For the same reason its lines are no JSON.',
    mend: 'hono-pino of its list.',
  },
  {
    check: 'routing/dot-segments',
    of,
    kind: 'choice',
    says: 'It makes a `URL` of each address, which takes dot segments out (RFC 3986 section 6.2.2.3): several addresses for one content.',
  },
]
