import type { Answer } from '../../wire/answer.ts'
import type { Page } from '../../target/target.ts'
import type { RequestSpec } from '../../wire/request.ts'

export const NO_ORIGIN =
  'No origin is known that may read it; name one under "allowedOrigin" in the configuration, if there is any.'

/** What an answer permits the pages of an origin (Fetch standard, CORS check). */
export interface Permission {
  /** Whether they may read it. */
  readonly read: boolean
  /** Whether they may read what it says to somebody who is signed in. */
  readonly credentials: boolean
}

export function permission({ headers }: Answer, origin: string): Permission {
  const allowed = headers.get('access-control-allow-origin')
  const named = allowed === origin
  return {
    read: named || allowed === '*',
    // "*" is no permission where credentials are sent.
    credentials: named && headers.get('access-control-allow-credentials') === 'true',
  }
}

/** What a browser sends from a page of that origin. */
export function fromOrigin({ path, as }: Pick<Page, 'path' | 'as'>, origin: string): RequestSpec {
  return { path, as, headers: { Origin: origin } }
}

/** What a browser asks before a request that a form could not send. It has no credentials. */
export function preflight(
  path: string,
  origin: string,
  method: string,
  headers: Readonly<Record<string, string>> = {},
): RequestSpec {
  return {
    method: 'OPTIONS',
    path,
    headers: { Origin: origin, 'Access-Control-Request-Method': method, ...headers },
  }
}

/** The members of a field such as Access-Control-Allow-Methods; those of headers in lower case. */
export function listed({ headers }: Answer, name: string): string[] {
  return headers.list(name, { exact: name.endsWith('-methods') })
}
