import { once } from 'node:events'
import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectSecured, TLSSocket, type ConnectionOptions } from 'node:tls'
import type { Answer } from './answer.ts'
import type { Exchange } from './exchange.ts'
import { AnswerReader } from './parse-answer.ts'
import { Inbox } from './inbox.ts'
import type { RequestSpec } from './request.ts'

/** Interim answers (1xx) before one that is final: whoever sends more has none. */
const MOST_INTERIM = 100

/** A connection of its own to the target, on which anything can be sent. Everything on it is kept as evidence. */
export class Connection {
  readonly origin: URL
  readonly #socket: Socket
  readonly #sent: Buffer[] = []
  readonly #inbox = new Inbox()
  readonly #answers: Answer[] = []
  #parsed = 0
  #ended: Exchange['ended'] = 'open'
  #gaveUp: string | undefined
  #writtenAt = performance.now()
  #firstByteAt: number | undefined
  #saidAll = false
  #request: RequestSpec | undefined
  #wake = Promise.withResolvers<void>()

  constructor(origin: URL, socket: Socket) {
    this.origin = origin
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => {
      this.#firstByteAt ??= performance.now()
      if (!this.#inbox.add(chunk)) this.#giveUp(`more came than is kept, after ${this.#inbox.size >> 20} MB`)
      this.#stir()
    })
    socket.on('end', () => this.#end('closed'))
    socket.on('error', () => this.#end('reset'))
    socket.on('close', () => this.#end('closed'))
  }

  /** What TLS has agreed on; `undefined` on a plain connection. */
  get secured(): TLSSocket | undefined {
    return this.#socket instanceof TLSSocket ? this.#socket : undefined
  }

  /** All bytes so far. */
  get received(): Buffer {
    return this.#inbox.bytes
  }

  get ended(): Exchange['ended'] {
    return this.#ended
  }

  /** Why it is not listened to any more, where the target said without end. */
  get gaveUp(): string | undefined {
    return this.#gaveUp
  }

  /** All that was said so far. */
  get exchange(): Exchange {
    return {
      origin: this.origin.origin,
      sent: Buffer.concat(this.#sent),
      received: this.received,
      answers: [...this.#answers],
      ended: this.#ended,
      saidAll: this.#saidAll,
      request: this.#request,
    }
  }

  /** Sends bytes, text as UTF-8. Resolves when they have been handed over, also where the other side has gone. */
  async write(bytes: string | Uint8Array): Promise<void> {
    const buffer = typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes)
    this.#sent.push(buffer)
    await this.pour(buffer)
  }

  /** The same for bytes that are too many to be kept as evidence. */
  async pour(bytes: Uint8Array): Promise<void> {
    this.#writtenAt = performance.now()
    if (this.#socket.writable)
      await new Promise<void>((resolve) => this.#socket.write(bytes, () => resolve()))
  }

  /** Says that the exchange is what any client would say with this request. */
  describe(request: RequestSpec): void {
    this.#request = request
  }

  /**
   * The next answer, with the interim ones before it. `undefined` where the connection ends, or the time is over, before
   * there is any of it; one that broke off is not `complete`.
   *
   * @param method that of the request which it answers
   * @param within milliseconds
   */
  async next(method = 'GET', within = 5000): Promise<Answer | undefined> {
    const until = performance.now() + within
    const interim: Answer[] = []
    let reader = new AnswerReader(this.#parsed, method)
    while (true) {
      const parsed = reader.read(this.received, this.#ended !== 'open')
      if (parsed !== undefined) {
        // What is longer than what is kept of it has not all come.
        const complete = parsed.complete && !(this.#gaveUp !== undefined && parsed.framing === 'close')
        const answer = this.#note({ ...parsed, complete, interim })
        if (answer.status < 100 || answer.status >= 200) return answer
        interim.push(answer)
        reader = new AnswerReader(this.#parsed, method)
        if (interim.length === MOST_INTERIM) {
          this.#giveUp(`${MOST_INTERIM} interim answers came before it`)
          return undefined
        }
      } else if (this.#ended !== 'open' || !(await this.#more(until))) return undefined
    }
  }

  #note(parsed: Omit<Answer, 'firstByte' | 'lastByte'>): Answer {
    const firstByte = (this.#firstByteAt ?? this.#writtenAt) - this.#writtenAt
    const answer = { ...parsed, firstByte, lastByte: performance.now() - this.#writtenAt }
    this.#parsed = answer.to
    this.#firstByteAt = undefined
    this.#answers.push(answer)
    return answer
  }

  /** All answers until the target closes the connection, or `within` milliseconds are over. */
  async rest(within = 2000, method = 'GET'): Promise<Answer[]> {
    const answers: Answer[] = []
    const until = performance.now() + within
    for (let left = within; left > 0; left = until - performance.now()) {
      const answer = await this.next(method, left)
      if (answer === undefined) break
      answers.push(answer)
    }
    return answers
  }

  /** Whether the target ends the connection within so many milliseconds. */
  async closes(within = 2000): Promise<boolean> {
    const until = performance.now() + within
    while (this.#ended === 'open') if (!(await this.#more(until))) return false
    return true
  }

  /** Waits for more bytes, or the end. `false` where neither comes within so many milliseconds. */
  arrives(within: number): Promise<boolean> {
    return this.#ended === 'open' ? this.#more(performance.now() + within) : Promise.resolve(false)
  }

  /** Says that nothing more is sent, and goes on reading. */
  end(): void {
    this.#saidAll = true
    this.#socket.end()
  }

  /** Stops reading until `resume`: the target has to hold back what it wants to send. */
  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  /** Ends it with RST, as a client that crashes does. */
  reset(): void {
    this.#socket.resetAndDestroy()
  }

  destroy(): void {
    this.#socket.destroy()
  }

  [Symbol.dispose](): void {
    this.destroy()
  }

  /** Waits for bytes or the end. */
  async #more(until: number): Promise<boolean> {
    const left = until - performance.now()
    if (left <= 0) return false
    const { size } = this.#inbox
    const timer = setTimeout(() => this.#stir(), left)
    await this.#wake.promise
    clearTimeout(timer)
    // The clock would not tell: a timer fires up to a millisecond early.
    return this.#inbox.size > size || this.#ended !== 'open'
  }

  #stir(): void {
    this.#wake.resolve()
    this.#wake = Promise.withResolvers()
  }

  #giveUp(why: string): void {
    this.#gaveUp = why
    this.#end('closed')
    this.#socket.destroy()
  }

  #end(how: 'closed' | 'reset'): void {
    if (this.#ended === 'open') this.#ended = how
    this.#stir()
  }
}

/** The target could not be reached at all. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/** How to connect where HTTP/1.1 on a connection like any client's is not what is wanted. */
export interface ConnectOptions {
  /** Milliseconds: 5,000 unless said. */
  readonly within?: number
  /** Protocols offered by ALPN (RFC 7301): `http/1.1` unless said. */
  readonly alpn?: readonly string[]
  /** Whether to speak in the clear where the target is served over https. */
  readonly plain?: boolean
  readonly tls?: Pick<ConnectionOptions, 'minVersion' | 'maxVersion' | 'ciphers' | 'servername' | 'ca'>
}

/**
 * Opens a connection. Certificates are not checked: whether they are good is a question for a check of its own.
 *
 * @throws Unreachable
 */
export async function openConnection(origin: URL, options: ConnectOptions = {}): Promise<Connection> {
  const { within = 5000, alpn = ['http/1.1'], plain = false, tls } = options
  const secured = origin.protocol === 'https:'
  const host = origin.hostname.replace(/^\[|\]$/g, '')
  const port = Number(origin.port || (secured ? 443 : 80))
  const socket =
    secured && !plain
      ? connectSecured({
          host,
          port,
          rejectUnauthorized: false,
          ALPNProtocols: [...alpn],
          // A literal address is no name that could be asked for (RFC 6066 section 3).
          ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
          ...tls,
        })
      : connectPlain({ host, port, allowHalfOpen: true })
  try {
    await once(socket, secured && !plain ? 'secureConnect' : 'connect', {
      signal: AbortSignal.timeout(within),
    })
  } catch (error) {
    socket.destroy()
    throw new Unreachable(`${origin.origin} cannot be reached: ${(error as Error).message}.`, {
      cause: error,
    })
  }
  return new Connection(origin, socket)
}
