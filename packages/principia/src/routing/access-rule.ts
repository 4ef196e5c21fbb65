import type { Scope } from '../context/index.ts'

/** Anyone, or whom a rule lets through. */
export type Access = 'public' | AccessRule<unknown, never>

/**
 * Decides who may call a route. `check` gives the caller or throws a problem (`unauthorized`,
 * `forbidden`); it runs before the body is read. Where it gives nobody, the request is refused all the same.
 */
export interface AccessRule<User, Seen = AccessContext> {
  readonly access: string
  readonly check: (context: Seen) => User | PromiseLike<User>
  /** Everybody may call: `check` says who it is, and gives `undefined` or `null` where nobody is known. */
  readonly optional?: boolean
  /** How the caller proves who they are, for `WWW-Authenticate` and the API's description. */
  readonly scheme?: 'bearer' | 'basic' | { readonly cookie: string }
}

/** What an access rule sees: the request without its body. */
export interface AccessContext extends Scope {
  readonly method: string
  readonly path: string
  /** The client's address, also behind trusted proxies. */
  readonly remoteAddress: string
  /** Whether the client sent the request over https. */
  readonly secure: boolean
  /** The host that the client asked for, with its port where that is not the scheme's own. */
  readonly host: string
  /** A request header by its name, in any case; several fields of one name are joined with commas. */
  readonly header: (name: string) => string | undefined
  readonly cookie: (name: string) => string | undefined
}
