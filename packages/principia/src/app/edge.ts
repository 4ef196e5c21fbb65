import type { Log } from '../context/index.ts'
import { compileProxies, readCredentials, watchForProxies, type ReadForwarded } from '../http/index.ts'
import type { Route } from '../routing/index.ts'
import { parseLimits } from '../security/index.ts'
import type { StandardSettings } from './settings.ts'

/** Whether any request can have come over https, as far as it can be known here. */
export function mayBeSecure({ TLS_CERT, TRUSTED_PROXIES }: StandardSettings): boolean {
  return TLS_CERT !== undefined || TRUSTED_PROXIES !== undefined
}

/** What is wrong with the certificate, or the key, that the settings name. */
export function tlsMistakes({ TLS_CERT: cert, TLS_KEY: key }: StandardSettings): string[] {
  if (cert === undefined && key === undefined) return []
  if (cert === undefined || key === undefined) {
    const [given, missing] = cert === undefined ? ['TLS_KEY', 'TLS_CERT'] : ['TLS_CERT', 'TLS_KEY']
    return [`${missing} must be set as well: ${given} is, and a certificate and its key belong together`]
  }
  try {
    readCredentials(cert, key)
    return []
  } catch (error) {
    return [`TLS_CERT, TLS_KEY: ${error instanceof Error ? error.message : String(error)}`]
  }
}

/** How to find the client behind the proxies that the settings name. */
export function readProxies({ TRUSTED_PROXIES: trusted, PROXY_HEADERS: fields }: StandardSettings): {
  forwarded?: ReadForwarded
  mistakes: string[]
} {
  if (trusted === undefined || fields === undefined) return { mistakes: [] }
  try {
    return { forwarded: compileProxies(trusted, fields), mistakes: [] }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { mistakes: [`TRUSTED_PROXIES: ${error.message}`] }
  }
}

/**
 * What warns that limits by address count all clients as one: behind a proxy that is not trusted every request has the
 * proxy's address. Nothing where no route has such a limit.
 */
export function warnOfProxies(routes: readonly Route[], log: Log): ReadForwarded | undefined {
  if (!routes.some(countsByAddress)) return undefined
  return watchForProxies((field) =>
    log.warn(
      { field },
      'a request came with a field that proxies write, but TRUSTED_PROXIES is not set: if a proxy sent it, limits by ' +
        'address count all its clients as one; set TRUSTED_PROXIES to the address of the proxy',
    ),
  )
}

function countsByAddress({ spec: { limit } }: Route): boolean {
  return limit !== undefined && parseLimits(limit).some(({ by }) => by === 'address')
}
