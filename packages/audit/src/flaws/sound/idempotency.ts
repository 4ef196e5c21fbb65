import { createHash } from 'node:crypto'
import { Problem } from './problem.ts'
import type { Reply } from './reply.ts'

/** Answers that are given again to who repeats a request (draft-ietf-httpapi-idempotency-key-header). */
export interface Replays {
  /**
   * Does something once for each key of a caller.
   *
   * @param caller who calls, and what for: keys of others mean nothing
   * @param field the Idempotency-Key field; without one it is simply done
   * @param content of the request: the same key with another one is refused
   * @throws Problem 400, 422
   */
  readonly once: (caller: string, field: string | undefined, content: Buffer, run: () => Reply) => Reply
}

/** Keys that are remembered for a day at most; beyond, the oldest are forgotten. */
const MOST_KEYS = 10_000
const LIFETIME = 24 * 60 * 60 * 1000

export function createReplays(): Replays {
  const kept = new Map<string, { readonly content: string; readonly reply: Reply; readonly until: number }>()
  return {
    once(caller, field, content, run) {
      if (field === undefined) return run()
      const key = JSON.stringify([caller, readKey(field)])
      const print = createHash('sha256').update(content).digest('base64url')
      const known = kept.get(key)
      if (known !== undefined && known.until > Date.now()) {
        if (known.content === print) return known.reply
        throw new Problem(422, 'The Idempotency-Key was used with other content before.', {
          kind: 'idempotency-key-reused',
        })
      }
      // It is done without waiting for anything, so none with the same key can come between. What is refused was not done,
      // and may be tried again with the key.
      const reply = run()
      kept.delete(key)
      kept.set(key, { content: print, reply, until: Date.now() + LIFETIME })
      const [oldest] = kept.keys()
      if (kept.size > MOST_KEYS && oldest !== undefined) kept.delete(oldest)
      return reply
    },
  }
}

/** A structured field string (RFC 9651 section 3.3.3); many clients send it without the quotes. */
function readKey(field: string): string {
  const [, quoted, bare] =
    /^(?:"((?:[ !#-[\]-~]|\\["\\]){1,255})"|([\w\-.:/+=]{1,255}))$/.exec(field.trim()) ?? []
  const key = quoted?.replaceAll(/\\(.)/g, '$1') ?? bare
  if (key === undefined)
    throw new Problem(
      400,
      'An Idempotency-Key is a string of 1 to 255 printable characters, such as "8e03978e".',
    )
  return key
}
