import type { AccessContext, AccessRule } from '../routing/index.ts'

/** Defines access rules whose `check` also receives the app's services. See `define`. */
export interface DefineAccess<Extra> {
  <User>(access: string, rule: RuleSpec<User, AccessContext & Extra>): AccessRule<User, AccessContext & Extra>
}

export interface RuleSpec<User, Context> extends Pick<AccessRule<User, Context>, 'scheme'> {
  /** Gives the caller, or throws `problems.unauthorized()` or `problems.forbidden()`. */
  readonly check: AccessRule<User, Context>['check']
}

/**
 * Defines who may call a route. What `check` gives becomes the handler's `user`.
 *
 * @example
 * const partner = defineAccess('partner', {
 *   scheme: 'bearer',
 *   check: ({ header }) => partners.byToken(bearerToken(header('authorization'))),
 * })
 */
export const defineAccess: DefineAccess<unknown> = (access, rule) => ({ access, ...rule })
