import { isThenable } from '../concurrency/index.ts'
import { problems } from '../errors/index.ts'
import type { AccessRule, RouteSpec } from '../routing/index.ts'
import type { RequestContext } from './context.ts'
import type { Step } from './step.ts'

/** Finds out who calls. Whatever a rule gives that is not somebody keeps the caller out: it must not fail open. */
export function accessStep(spec: RouteSpec): Step[] {
  if (spec.access === 'public') return [{ kind: 'note', name: 'access', says: 'public' }]
  const { check, scheme, access, optional = false } = spec.access as AccessRule<unknown, RequestContext>
  const found = (context: RequestContext, user: unknown) => {
    // A problem that is given instead of thrown is meant all the same.
    if (user instanceof Error) throw user
    if (typeof user !== 'object' || user === null || Array.isArray(user)) admitNobody(user, access, optional)
    context.user = user
    context.trace.userId = userId(user)
    context.stage('access')
  }
  const how = typeof scheme === 'object' ? `cookie ${scheme.cookie}` : scheme
  return [
    {
      kind: 'before',
      name: 'access',
      says: `${access}${how === undefined ? '' : `, by ${how}`}${optional ? ' (or nobody)' : ''}`,
      run(context) {
        context.scheme = scheme
        const user = check(context)
        if (isThenable(user)) return Promise.resolve(user).then((settled) => found(context, settled))
        return found(context, user)
      },
    },
  ]
}

/**
 * Returns where nobody may call.
 *
 * @throws Problem unauthorized, where the rule found nobody
 * @throws TypeError where it gave what can be no user: a mistake in the program, which no other token would mend
 */
function admitNobody(user: unknown, access: string, optional: boolean): void {
  if (user === undefined || user === null) {
    if (optional) return
    throw problems.unauthorized()
  }
  if (user === false) throw problems.unauthorized()
  const gave = user === true ? 'true' : `a ${Array.isArray(user) ? 'list' : typeof user}`
  throw new TypeError(
    `The access rule "${access}" gave ${gave}, which is nobody; ` +
      'give the caller as an object, such as { id }, or throw problems.unauthorized().',
  )
}

function userId(user: unknown): string | undefined {
  if (typeof user !== 'object' || user === null || !('id' in user)) return undefined
  return typeof user.id === 'string' || typeof user.id === 'number' ? String(user.id) : undefined
}
