import type { SecurityHeaders, SecurityOptions } from '../security/index.ts'
import { compileCors, type Cors, type CorsOptions } from './cors.ts'

const compiledCors = new WeakMap<CorsOptions, Cors>()
const changedHeaders = new WeakMap<SecurityHeaders, WeakMap<SecurityOptions, SecurityHeaders>>()

/**
 * Routes with the same options, such as those of a module, get the same compiled ones: pre-flights compare them.
 *
 * @throws TypeError when the options make no sense
 */
export function corsOf(options: CorsOptions): Cors {
  const known = compiledCors.get(options) ?? compileCors(options)
  compiledCors.set(options, known)
  return known
}

/**
 * An app's headers, changed by what a route says; made once for the same options.
 *
 * @throws TypeError when the options make no sense
 */
export function headersOf(headers: SecurityHeaders, options: SecurityOptions): SecurityHeaders {
  const changed = changedHeaders.get(headers) ?? new WeakMap<SecurityOptions, SecurityHeaders>()
  changedHeaders.set(headers, changed)
  const known = changed.get(options) ?? headers.changed(options)
  changed.set(options, known)
  return known
}
