import { problems, type ProblemKind } from '../errors/index.ts'
import { bareTag, parseTags } from '../http/index.ts'
import type { Validators } from '../routing/index.ts'
import type { Stored } from './types.ts'

/** The name of a state: the version, with the owner where there is one. The tags of its representations begin with it. */
export function stateOf({ version, owner }: Stored<unknown>): string {
  return owner === undefined ? version : `${version}-${owner}`
}

/**
 * The tag of a state by itself, which no representation has: what a change is made for when nothing was read, as after a
 * bulk request.
 */
export function tagOf(stored: Stored<unknown>): string {
  return `"${stateOf(stored)}"`
}

/**
 * Whether a tag means this state. A representation's does, whichever it is: who has read the state in another format, or before
 * the program was changed, has read this state all the same. The version by itself will do as well, since whoever names
 * it can only have come to an item of their own.
 */
export function meansState(tag: string, stored: Stored<unknown>): boolean {
  const bare = bareTag(tag)
  return bare === tagOf(stored) || bare === `"${stored.version}"`
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
  // One tag of the state is enough; a client may send hundreds.
  const namedIn = (field: string) => {
    const tags = parseTags(request.header(field) ?? '')
    return tags === '*' ? [] : tags.filter((tag) => meansState(tag, current)).slice(0, 1)
  }
  // RFC 9110 section 13.1.4: where there is no date to compare with, If-Unmodified-Since says nothing.
  const isBlind = request.header('if-match') === undefined && request.header('if-none-match') === undefined
  if (required && isBlind && current.lastModified === undefined) {
    throw problems.preconditionRequired('Send If-Match with the ETag of what you have read.')
  }
  const etag = [tagOf(current), ...namedIn('if-match'), ...namedIn('if-none-match')]
  request.precondition({ etag, lastModified: current.lastModified }, changed)
}
