import { problems, type ProblemKind } from '../errors/index.ts'
import type { Validators } from '../routing/index.ts'
import type { Stored } from './types.ts'

/**
 * The entity tags that mean a state. The first is the one that is given out; the version by itself will do as well, since
 * whoever names it can only have come to an item of their own.
 */
export function tagsOf({ version, owner }: Stored<unknown>): [string, ...string[]] {
  const bare = `"${version}"`
  return owner === undefined ? [bare] : [`"${version}-${owner}"`, bare]
}

interface Conditional {
  readonly header: (name: string) => string | undefined
  readonly precondition: (state: Validators, kind?: ProblemKind) => void
}

/**
 * Refuses a change that was made for another state than this one.
 *
 * @param required whether it must say which
 * @throws Problem of the kind `changed`; precondition-required
 */
export function checkState(
  request: Conditional,
  current: Stored<unknown>,
  required: boolean,
  changed: ProblemKind,
): void {
  // RFC 9110 section 13.1.4: where there is no date to compare with, If-Unmodified-Since says nothing.
  const isBlind = request.header('if-match') === undefined && request.header('if-none-match') === undefined
  if (required && isBlind && current.lastModified === undefined) {
    throw problems.preconditionRequired('Send If-Match with the ETag of what you have read.')
  }
  request.precondition({ etag: tagsOf(current), lastModified: current.lastModified }, changed)
}
