import type { Secret } from '../config/index.ts'
import { seal, unseal } from '../security/index.ts'

/** Who wants no more of which list, as the link in their mail says it. */
export interface Unsubscription {
  readonly mailbox: string
  readonly list: string
}

const NAME = 'email-unsubscribe'
/** Seconds since the Unix epoch: the last moment that a `Date` knows. Somebody may find a mail of years ago. */
const NEVER = 8_640_000_000_000

/** Seals who unsubscribes. Encrypted, since addresses would else stand in the logs of every server on the way. */
export function toToken(secret: Secret, { mailbox, list }: Unsubscription): string {
  return seal('encrypt', secret, NAME, `${list} ${mailbox}`, NEVER)
}

/** @returns `undefined` where the token was not made here */
export function readToken(secrets: readonly Secret[], token: string): Unsubscription | undefined {
  const unsealed = unseal('encrypt', secrets, NAME, token, 0)
  if (!unsealed.ok) return undefined
  // A list has no spaces in its name.
  const space = unsealed.text.indexOf(' ')
  return { list: unsealed.text.slice(0, space), mailbox: unsealed.text.slice(space + 1) }
}

/** Below this the framework answers. */
export const UNSUBSCRIBE_PATH = '/email/unsubscribe'

/** @param publicUrl the app's address, which may have a path */
export function unsubscribeUrl(publicUrl: string, token: string): string {
  return `${publicUrl.replace(/\/+$/, '')}${UNSUBSCRIBE_PATH}/${token}`
}
