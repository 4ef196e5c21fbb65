import { messageWithCause, problems } from '../errors/index.ts'
import { media, reply, route, type Route } from '../routing/index.ts'
import type { Booted } from './boot.ts'
import { inboxRoutes } from './inbox.ts'
import { inspectorRoutes } from './inspector.ts'

/** Health, metrics, the inspector, and the inbox of an app whose mail goes nowhere else: for operators, on a port of their own. */
export function managementRoutes(booted: Booted, state: { readonly ready: boolean }): Route[] {
  return [
    // Alive is whoever can answer; a dead database must not get the process restarted.
    route('GET /live', { access: 'public' }, () => ({ status: 'live' })),
    route('GET /ready', { access: 'public' }, async () => {
      if (!state.ready) throw problems.unavailable('The service is shutting down.')
      const failing = await failingServices(booted)
      if (failing.length > 0) throw problems.unavailable(`Not ready: ${failing.join('; ')}.`)
      return reply(200, { status: 'ready' }, { 'cache-control': 'no-store' })
    }),
    route(
      'GET /metrics',
      { access: 'public', responses: { 200: media('text/plain; version=0.0.4; charset=utf-8') } },
      () => booted.metrics.read(),
    ),
    ...inspectorRoutes({ ring: booted.ring, routes: booted.routes, access: 'public' }),
    ...inboxRoutes(booted.services),
  ]
}

async function failingServices({ services }: Booted): Promise<string[]> {
  const checks = services.map(async ({ name, definition, instance }) => {
    try {
      await definition.ready?.(instance)
      return []
    } catch (error) {
      return [`${name}: ${error instanceof Error ? messageWithCause(error) : String(error)}`]
    }
  })
  return (await Promise.all(checks)).flat()
}
