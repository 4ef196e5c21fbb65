import type { Mend } from '../../check.ts'

export const mendHealth: Mend = {
  general:
    'Give two small addresses, one that tells whether the process lives and one that tells whether it takes requests now: 200 or 503, no-store, no credentials, no details; best on a port of their own.',
  stacks: {
    'Spring Boot':
      'management.endpoint.health.probes.enabled=true, show-details=never, management.server.port=8081',
    'ASP.NET Core': "app.MapHealthChecks('/ready').AllowAnonymous() writes the status alone, and no-store",
    Express:
      "app.get('/live', (req, res) => res.set('Cache-Control', 'no-store').sendStatus(200)) in front of what asks for credentials",
    Kubernetes: 'Probes send no credentials, and wait timeoutSeconds, which is 1 unless set.',
  },
}
