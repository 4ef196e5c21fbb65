import type { AccessContext, AccessRule } from '../routing/index.ts'

/** Defines access rules whose `check` also receives the app's services. See `define`. */
export interface DefineAccess<Extra> {
  <
    User extends (Optional extends true ? Caller | null | undefined : Caller),
    Optional extends boolean = false,
  >(
    access: string,
    rule: RuleSpec<User, Optional, AccessContext & Extra>,
  ): AccessRule<User, AccessContext & Extra>
}

/** Whoever calls: an object, such as `{ id }`. `true` is nobody; nor is a list of rows, which may be empty. */
type Caller = object & { readonly then?: never; readonly [Symbol.iterator]?: never }

interface RuleSpec<User, Optional, Context> extends Pick<AccessRule<User, Context>, 'scheme'> {
  /** Gives the caller, or throws `problems.unauthorized()` or `problems.forbidden()`. */
  readonly check: AccessRule<User, Context>['check']
  /** Everybody may call, and `check` may give `undefined` or `null`. */
  readonly optional?: Optional
}

/**
 * Defines who may call a route. What `check` gives becomes the handler's `user`: an object, or a promise of one.
 * Where it throws nothing and gives nobody - `undefined`, `null` or `false` - the answer is 401 as well.
 *
 * With `optional: true` everybody may call, and `user` is `undefined` or `null` where `check` gives that.
 *
 * @example
 * const partner = defineAccess('partner', {
 *   scheme: 'bearer',
 *   async check({ header }) {
 *     const found = await partners.byToken(bearerToken(header('authorization')))
 *     if (found === undefined) throw bearerRequired()
 *     return found
 *   },
 * })
 * const anyone = defineAccess('anyone', { optional: true, check: ({ cookie }) => sessions.get(cookie('session')) })
 */
export const defineAccess: DefineAccess<unknown> = (access, rule) => ({ access, ...rule })
