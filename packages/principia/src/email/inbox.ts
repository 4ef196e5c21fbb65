import type { Message } from './message.ts'
import { toMime } from './mime.ts'
import type { Transport } from './transport.ts'

/** A mail that was not sent anywhere. */
export interface InboxMessage extends Message {
  /** As it would have been on the wire. */
  readonly raw: Buffer
  readonly receivedAt: Date
}

/** The transport of development and of tests: what is sent stays here, the latest of it. */
export interface Inbox extends Transport {
  /** The newest first. */
  readonly messages: () => readonly InboxMessage[]
  readonly clear: () => void
}

const MOST = { messages: 500, bytes: 32 * 2 ** 20 }

/**
 * Keeps the latest mails in memory: 500, or 32 MiB of them.
 *
 * @example
 * const [mail] = api.services.mail.inbox.messages()
 */
export function createInbox(): Inbox {
  const kept: InboxMessage[] = []
  let bytes = 0
  return {
    async deliver(message, { signal }) {
      const raw = await toMime(message)
      signal.throwIfAborted()
      kept.push({ ...message, raw, receivedAt: new Date() })
      bytes += sizeOf(message, raw)
      while (kept.length > 1 && (kept.length > MOST.messages || bytes > MOST.bytes)) {
        const oldest = kept.shift()
        if (oldest !== undefined) bytes -= sizeOf(oldest, oldest.raw)
      }
      return { detail: 'kept in the inbox' }
    },
    describe: () => 'the inbox, which sends nothing',
    messages: () => kept.toReversed(),
    clear() {
      kept.length = 0
      bytes = 0
    },
  }
}

function sizeOf({ html, text }: Message, raw: Buffer): number {
  return raw.length + html.length + text.length
}
