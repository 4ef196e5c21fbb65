import type { Route } from '../routing/index.ts'
import type { AnswerSettings } from './answer.ts'
import { cacheControl } from './cache-control.ts'
import { compileCompression } from './compress.ts'
import { corsOf, headersOf } from './route-settings.ts'

/**
 * How the answers of one route are written: as the app says, but for what the route says otherwise.
 *
 * @throws TypeError when the route's `cache`, `cors` or `security` makes no sense
 */
export function answerOptions<Settings extends AnswerSettings>(route: Route, settings: Settings): Settings {
  const { compress, cache, cors, security } = route.spec
  const coded = compress !== false && cache?.noTransform !== true
  const compression = settings.compression ?? (compress === true ? compileCompression() : undefined)
  return {
    ...settings,
    compression: coded ? compression : undefined,
    cacheControl: cacheControlOf(route),
    ...(cors === undefined ? {} : { cors: cors === false ? undefined : corsOf(cors) }),
    ...(security === undefined ? {} : { security: headersOf(settings.security, security) }),
  }
}

function cacheControlOf({ method, spec: { cache, access } }: Route): string | undefined {
  if (cache === undefined) return undefined
  if (method !== 'GET' && cache.noStore !== true) {
    throw new TypeError(
      `caches keep the answers to GET alone (RFC 9110 section 9.2.3); remove \`cache\` from a ${method}.`,
    )
  }
  if (access === 'public' || cache.public === true || cache.noStore === true) return cacheControl(cache)
  if (cache.sMaxAge !== undefined) {
    throw new TypeError(
      'its callers are known, so what they get is for them alone; `sMaxAge` needs `public: true`, if any cache may keep it.',
    )
  }
  return cacheControl({ ...cache, private: true })
}
