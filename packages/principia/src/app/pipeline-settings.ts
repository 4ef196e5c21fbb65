import type { Services } from '../context/index.ts'
import type { PipelineSettings } from '../http/compile.ts'
import { securityHeaders } from '../security/index.ts'
import type { AppSpec, TimedRequest } from './app.ts'

/**
 * What the pipelines of an app's routes have in common, as far as it is known before anything is started.
 *
 * @param secure whether a request can have come over https, as far as the settings tell
 */
export function pipelineSettings(spec: AppSpec, secure = true): PipelineSettings {
  const security = compiledOr(securityHeaders(), () => securityHeaders(spec.security))
  return {
    security: secure ? security : { ...security, hsts: undefined },
    // Both are compiled once they have been checked.
    cors: undefined,
    compression: undefined,
    cacheControl: undefined,
    serverTiming: whoSeesTimes(spec.serverTiming),
    connections: { closing: false },
    bodyLimit: spec.bodyLimit ?? 1_048_576,
    deadline: spec.deadline ?? 30_000,
    idempotency: new Map(keepers(spec.services ?? {}).map((name) => [name, undefined])),
  }
}

/** The services that can keep the answers of idempotent routes, by name. */
function keepers(services: Services): string[] {
  return Object.keys(services).filter((name) => services[name]?.idempotency !== undefined)
}

function whoSeesTimes(
  timing: AppSpec['serverTiming'] = false,
): ((request: TimedRequest) => boolean) | undefined {
  if (typeof timing !== 'function') return timing ? () => true : undefined
  return (request) => {
    try {
      return timing(request)
    } catch (error) {
      // The answer is no worse for it.
      request.log.error({ err: error }, 'serverTiming could not say who is shown the times')
      return false
    }
  }
}

/** What cannot be compiled is among the mistakes that `checkApp` finds, with everything else. */
function compiledOr<T>(otherwise: T, compile: () => T): T {
  try {
    return compile()
  } catch {
    return otherwise
  }
}
