import type { Server } from 'node:http'
import { problems } from '../errors/index.ts'
import { compileCompression, createDispatcher, createHttpServer } from '../http/index.ts'
import { createMetrics, createTraceRing } from '../observability/index.ts'
import { securityHeaders } from '../security/index.ts'
import type { Booted } from './boot.ts'
import { managementRoutes } from './management.ts'

/** What listens on the management port. */
export function managementServer(booted: Booted, state: { readonly ready: boolean }): Server {
  const dispatcher = createDispatcher(managementRoutes(booted, state), {
    security: securityHeaders({ hstsMaxAge: 0 }),
    cors: undefined,
    compression: compileCompression(),
    cacheControl: undefined,
    serverTiming: undefined,
    connections: { closing: false },
    bodyLimit: 0,
    deadline: 10_000,
    logger: booted.logger,
    metrics: createMetrics(),
    ring: createTraceRing(1),
    services: {},
    logRequests: false,
  })
  const { MANAGEMENT_HOST: host } = booted.settings
  return createHttpServer({
    ...dispatcher,
    serve(request, response) {
      // A page on the web can give its own name the address 127.0.0.1 and read what answers there.
      if (isLocal(host) && !isLocal(hostName(request.headers.host))) {
        dispatcher.refuse(request, response, problems.forbidden('Ask for it as localhost or by its address.'))
      } else dispatcher.serve(request, response)
    },
  })
}

function hostName(host = ''): string {
  return host.replace(/:\d+$/, '').toLowerCase()
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || /^(\[?::1\]?|127(\.\d+){3})$/.test(host)
}
