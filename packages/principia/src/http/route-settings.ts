import type { RouteSpec } from '../routing/index.ts'
import type { SecurityHeaders, SecurityOptions } from '../security/index.ts'
import type { AnswerSettings } from './answer.ts'
import { compileCors, type Cors, type CorsOptions } from './cors.ts'

const compiledCors = new WeakMap<CorsOptions, Cors>()
const changedHeaders = new WeakMap<SecurityHeaders, WeakMap<SecurityOptions, SecurityHeaders>>()

/**
 * What a route's answers are written with: the app's settings, or its own where it declares some. Routes with the
 * same options, such as those of a module, get the same compiled ones: pre-flights compare them.
 *
 * @throws TypeError when the route's options make no sense.
 */
export function settingsOf<Settings extends AnswerSettings>(
  { cors, security }: Pick<RouteSpec, 'cors' | 'security'>,
  settings: Settings,
): Settings {
  if (cors === undefined && security === undefined) return settings
  return {
    ...settings,
    ...(cors === undefined ? {} : { cors: cors === false ? undefined : corsOf(cors) }),
    ...(security === undefined ? {} : { security: headersOf(settings.security, security) }),
  }
}

function corsOf(options: CorsOptions): Cors {
  const known = compiledCors.get(options) ?? compileCors(options)
  compiledCors.set(options, known)
  return known
}

function headersOf(headers: SecurityHeaders, options: SecurityOptions): SecurityHeaders {
  const changed = changedHeaders.get(headers) ?? new WeakMap<SecurityOptions, SecurityHeaders>()
  changedHeaders.set(headers, changed)
  const known = changed.get(options) ?? headers.changed(options)
  changed.set(options, known)
  return known
}
