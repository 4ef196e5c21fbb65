import { hash } from 'node:crypto'

/**
 * The entity tag of one representation of a state: the state's name, and a digest of the content. The same state in
 * another format, in a later version of the program or for somebody else is other bytes, and two of one address may not
 * have one strong tag (RFC 9110 sections 8.8.1 and 8.8.3).
 *
 * @example
 * stateTag('761', '{"id":1}') // "761:" and 27 characters
 */
export function stateTag(state: string, content: string | Uint8Array): string {
  return `"${state}:${hash('sha1', content, 'base64url')}"`
}

/** What `stateTag` makes, in whatever coding it was sent (`codedTag`). A digest is 160 bits, six to a character. */
const STATE_TAG = /^"(.*):[\w-]{27}(?:--\w+)?"$/

/** The tag of the state by itself, of a tag that `stateTag` has made; any other as it is. */
export function bareTag(tag: string): string {
  const state = STATE_TAG.exec(tag)?.[1]
  return state === undefined ? tag : `"${state}"`
}
