import { TryLater } from '../jobs/index.ts'
import type { Message } from './message.ts'
import { Undeliverable, type Transport } from './transport.ts'

export interface HttpTransportOptions {
  /** Where a mail is posted to. */
  readonly url: string
  /** With the credentials: `{ authorization: 'Bearer …' }`. */
  readonly headers?: Readonly<Record<string, string>>
  /** The mail as this provider wants it, to be sent as JSON. */
  readonly body: (message: Message) => unknown
  /** What the provider calls the mail, from its answer: JSON, or `undefined` where it was none. */
  readonly id?: (answer: unknown) => string | undefined
  /** Whether an answer that refuses for good blames the mailbox, so that nothing is sent there any more: never unless said. */
  readonly blamesMailbox?: (status: number, answer: unknown) => boolean
  /** Milliseconds for the whole exchange: 30,000 unless said. */
  readonly timeout?: number
}

const TIMEOUT = 30_000
/** Bytes of an answer that are read. */
const LONGEST_ANSWER = 65_536
const DAY = 86_400_000

/** Answers of which another attempt may have another: too early, too many, what a gateway says of who is behind it. */
const PASSING: ReadonlySet<number> = new Set([408, 409, 423, 425, 429])
/** Somebody has to mend a setting; until then nothing is lost. */
const OURS: ReadonlySet<number> = new Set([401, 402, 403, 404, 405])

/**
 * Hands mail to a provider by posting JSON. Each mail has its id as `Idempotency-Key`, so that a provider that knows the field takes
 * a mail once where an answer got lost.
 *
 * @example
 * httpTransport({
 *   url: 'https://api.provider.example/v1/messages',
 *   headers: { authorization: `Bearer ${key}` },
 *   body: ({ from, to, subject, html, text, headers, messageId }) => ({
 *     from: from.address, to: [to.address], subject, html, text, headers: { ...headers, 'Message-ID': messageId },
 *   }),
 * })
 */
export function httpTransport(options: HttpTransportOptions): Transport {
  const { url, headers = {}, body, id, blamesMailbox, timeout = TIMEOUT } = options
  const target = URL.parse(url)
  if (target === null || !/^https?:$/.test(target.protocol))
    throw new TypeError(
      `An HTTP transport posts to an address such as https://api.provider.example/; got "${url}".`,
    )
  return {
    async deliver(message, { signal }) {
      const response = await fetch(target, {
        method: 'POST',
        headers: {
          accept: 'application/json',
          ...headers,
          'content-type': 'application/json',
          'idempotency-key': message.id,
        },
        body: JSON.stringify(body(message)),
        // Credentials and mail go nowhere else.
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
      })
      // The status says whether it was taken, whatever becomes of the rest.
      const text = await readBounded(response).catch(() => '')
      const answer = parsed(text)
      if (response.ok) return { id: told(() => id?.(answer)), detail: `HTTP ${response.status}` }
      const { status } = response
      const said = `HTTP ${status} ${text.slice(0, 500)}`.trim()
      if (status >= 400 && status < 500 && !PASSING.has(status) && !OURS.has(status))
        throw new Undeliverable(said, { mailbox: told(() => blamesMailbox?.(status, answer)) ?? false })
      const wait = waitOf(response.headers.get('retry-after'))
      throw wait === undefined ? new Error(said) : new TryLater(wait, said)
    },
    describe: () => target.origin,
  }
}

/** What a function of the app makes of an answer; one that has not reckoned with this answer changes nothing of what it means. */
function told<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** Milliseconds that a `Retry-After` asks for (RFC 9110 section 10.2.3), a day at most; `undefined` where there is none. */
function waitOf(field: string | null): number | undefined {
  if (field === null) return undefined
  const wait = /^\d+$/.test(field) ? Number(field) * 1000 : Date.parse(field) - Date.now()
  return Number.isNaN(wait) ? undefined : Math.min(DAY, Math.max(0, wait))
}

async function readBounded(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    text += decoder.decode(chunk.subarray(0, Math.max(0, LONGEST_ANSWER - bytes + chunk.length)), {
      stream: true,
    })
    // Leaving the loop ends the connection.
    if (bytes >= LONGEST_ANSWER) break
  }
  return text
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
