import { codedTags } from './codings.ts'
import { parseTags } from './etag.ts'

/**
 * The entity tag of a numbered version, for resources that count their changes.
 *
 * Name an `owner` where one address shows each caller something of their own: two that differ must not have
 * one tag (RFC 9110 section 8.8.3), or a browser would show one user's to the next.
 *
 * @throws TypeError when the version is not a whole number from 0 on
 * @example
 * versionTag(3) // '"3"'
 * versionTag(3, user.id) // '"3-ada"'
 */
export function versionTag(version: number, owner?: string): string {
  if (!Number.isSafeInteger(version) || version < 0) {
    throw new TypeError(`A version is a whole number from 0 on; got ${version}.`)
  }
  // Leaves only characters that a tag may have.
  return owner === undefined ? `"${version}"` : `"${version}-${encodeURIComponent(owner.toWellFormed())}"`
}

/**
 * The versions that an `If-Match` names, for a statement that changes a row only `where version in (...)`: `'*'`
 * is any that exists, and an empty list none. Weak tags do not count (RFC 9110 section 13.1.1), nor do those of
 * another owner.
 *
 * @example
 * const versions = versionsIn(header('if-match'), user.id) // [3] for "3-ada"
 */
export function versionsIn(ifMatch: string | undefined, owner?: string): '*' | readonly number[] | undefined {
  if (ifMatch === undefined) return undefined
  const tags = parseTags(ifMatch)
  if (tags === '*') return tags
  return tags.flatMap((tag) => {
    const version = Number(/^"(\d{1,15})[-"]/.exec(tag)?.[1])
    return !Number.isNaN(version) && codedTags(versionTag(version, owner)).includes(tag) ? [version] : []
  })
}
