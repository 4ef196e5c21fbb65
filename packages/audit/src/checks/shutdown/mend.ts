import type { Mend } from '../../check.ts'

/** For an end in order. */
export const DRAIN: Mend = {
  general:
    'On SIGTERM stop listening, finish the requests that are under way with "Connection: close", close the connections that have none, then release what is held and exit with 0; all of it within a deadline that is shorter than the grace period of the platform.',
  stacks: {
    Express:
      "process.on('SIGTERM', () => { server.close(() => process.exit(0)); setTimeout(() => server.closeAllConnections(), 10_000).unref() })",
    Fastify: "process.on('SIGTERM', () => app.close().then(() => process.exit(0)))",
    NestJS: 'app.enableShutdownHooks()',
    'Spring Boot': 'server.shutdown=graceful and spring.lifecycle.timeout-per-shutdown-phase=20s',
    'Go net/http':
      'ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt); <-ctx.Done(); server.Shutdown(deadline)',
    'ASP.NET Core':
      'It does so by itself; HostOptions.ShutdownTimeout bounds it. Let the command that starts it pass signals on (exec).',
  },
}

/** For scripts and containers in which the signal goes to somebody else. */
export const HEAR_SIGNALS: Mend = {
  general:
    'Handle SIGTERM and SIGINT in the server itself, and end with 0 once everything is in order. Start it with exec, so that no shell stands between the platform and it.',
  stacks: {
    ...DRAIN.stacks,
    Docker: 'CMD ["node", "server.js"] (the form with brackets), or exec as the last command of a script',
  },
}
