import type { Mend } from '../../check.ts'
import { isSameCall, type Calling } from '../../process/calling.ts'
import { tryOnce, type Dependent } from '../../process/dependents.ts'
import type { Call } from '../../process/stand-in.ts'
import { CannotTell } from '../../verdict.ts'
import type { RequestSpec } from '../../wire/request.ts'

/** What came of a request while a service failed. */
export interface Repeated extends Dependent {
  /** The call that was made for it, and its repetitions, in their order. */
  readonly attempts: readonly [Call, ...Call[]]
}

/**
 * Asks, and tells how often the service was called for it.
 *
 * @throws CannotTell where it was not called, or is called several times alike where all is well
 */
export async function repeated(calling: Calling, request: RequestSpec = calling.request): Promise<Repeated> {
  const { launched, upstream, twins } = calling
  if (twins)
    throw new CannotTell('It makes the same call several times where all is well: repetitions are not told.')
  const before = upstream.calls.length
  const dependent = await tryOnce(launched, request, launched.patience)
  const [first, ...later] = upstream.calls.slice(before)
  if (first === undefined) throw new CannotTell(`The service was not called for ${request.path}.`)
  return { ...dependent, attempts: [first, ...later.filter((call) => isSameCall(first, call))] }
}

export const MEND_REPEATS: Mend = {
  general:
    'Repeat in one place alone, and there only what may be done twice, a few times, after growing pauses with chance in them, not before Retry-After, within the deadline of the request, and as a share of the calls: a budget of a tenth.',
  stacks: {
    'Spring Boot':
      'Resilience4j Retry with maxAttempts, exponential backoff and retryOnException, behind a CircuitBreaker',
    'ASP.NET Core':
      'AddStandardResilienceHandler(options => options.Retry.DisableForUnsafeHttpMethods()); it honours Retry-After.',
    'Python requests':
      'urllib3 Retry(total=2, backoff_factor=0.5, respect_retry_after_header=True), with allowed_methods as they are',
    'Node (undici)': 'RetryAgent with maxRetries: 2; it honours Retry-After and leaves POST alone.',
    Java: '-Dsun.net.http.retryPost=false for HttpURLConnection, which repeats a POST otherwise',
  },
}
