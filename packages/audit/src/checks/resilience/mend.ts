import type { Mend } from '../../check.ts'

/** For what a database may do to those who use it. */
export const DATABASE: Mend = {
  general:
    'Give everything that waits for the database a limit: opening a connection, waiting for one of the pool, each statement, and the request as a whole. Throw a connection away that has failed, and open another for the next request.',
  stacks: {
    'Node (pg)':
      "new Pool({ connectionTimeoutMillis: 2000, query_timeout: 5000, statement_timeout: 5000, keepAlive: true }), and pool.on('error', …), without which a lost idle connection ends the process",
    'Spring Boot':
      'spring.datasource.hikari.connection-timeout=2000, and socketTimeout=5 in the address of the database',
    Django:
      "OPTIONS: {'connect_timeout': 2, 'options': '-c statement_timeout=5000'}, CONN_HEALTH_CHECKS = True",
    'Go database/sql': 'QueryContext with the context of the request and a timeout; SetConnMaxLifetime',
    Rails: 'connect_timeout, checkout_timeout and variables: { statement_timeout: 5000 } in database.yml',
  },
}

/** For what probes ask. */
export const PROBES: Mend = {
  general:
    'Liveness asks nothing but whether the process can answer at all: what is behind it is not mended by a restart. Readiness asks for what every request needs, with a limit of its own.',
  stacks: {
    'Spring Boot':
      'management.endpoint.health.group.readiness.include=readinessState,db, and nothing of the sort for liveness',
    'ASP.NET Core':
      'MapHealthChecks("/live", new() { Predicate = _ => false }), and checks tagged "ready" at /ready',
  },
}
