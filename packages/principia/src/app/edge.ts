import { compileProxies, readCredentials, type ReadForwarded } from '../http/index.ts'
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
