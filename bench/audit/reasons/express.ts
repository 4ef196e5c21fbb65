import type { Reason } from './reason.ts'

const of = ['express']

export const express: readonly Reason[] = [
  {
    check: 'observability/no-secrets',
    of,
    kind: 'default',
    says: 'Express has no log; its documentation names Pino, and `pinoHttp()` as its own README begins writes all fields of a request, the bearer token among them. Whoever reads the log can act as its owner until it expires (CWE-532).',
    mend: "`pinoHttp({ redact: ['req.headers.authorization', 'req.headers.cookie'] })`",
  },
  {
    check: 'shutdown/interrupt',
    of,
    kind: 'default',
    says: 'The page on graceful shutdown handles SIGTERM alone; Ctrl-C cuts off what is under way.',
    mend: 'The same handler for SIGINT.',
  },
]
