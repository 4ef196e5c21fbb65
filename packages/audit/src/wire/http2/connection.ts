import type { Evidence, Failed, Mark } from '../../verdict.ts'
import type { Connection } from '../connection.ts'
import { describeFrame, FLAG, TYPE, writeFrame, type Frame } from './frames.ts'
import type { Field } from './hpack.ts'
import type { StreamOutcome } from './outcome.ts'
import { Received, type ReceivedFrame } from './received.ts'
import { headers, ping } from './write.ts'

/** Frames that evidence tells of in words. */
const MOST_LINES = 60
/** Frames that are read: whoever sends more is not listened to. */
const MOST_FRAMES = 200_000

/** A connection on which frames are sent as they are given. It acknowledges what has to be, and forbids nothing. */
export class Http2Connection {
  readonly raw: Connection
  readonly #received: Received
  readonly #said: string[] = []
  #sent: number
  #nextStream = 1

  /**
   * @param sent bytes that were sent on it before
   * @param table bytes that the target's table of fields may have
   */
  constructor(raw: Connection, sent: number, table: number | undefined) {
    this.raw = raw
    this.#sent = sent
    this.#received = new Received(table)
  }

  get frames(): readonly ReceivedFrame[] {
    return this.#received.frames
  }

  /** What the target said of itself. */
  get settings(): ReadonlyMap<number, number> {
    return this.#received.settings
  }

  /** What is wrong with what it sent. */
  get faults(): readonly string[] {
    return this.#received.faults
  }

  /** Whether it has acknowledged our settings. */
  get acknowledged(): boolean {
    return this.#received.acknowledged
  }

  get goaway(): Received['goaway'] {
    return this.#received.goaway
  }

  /** Sends frames, and gives their place in what was sent. */
  async write(...frames: readonly Frame[]): Promise<Mark> {
    const bytes = Buffer.concat(frames.map(writeFrame))
    const from = this.#sent
    this.#sent += bytes.length
    for (const frame of frames) this.#say(`> ${describeFrame(frame)}`)
    await this.raw.write(bytes)
    return { in: 'sent', from, to: this.#sent }
  }

  /** The number of a stream that has not been used. */
  newStream(): number {
    const stream = this.#nextStream
    this.#nextStream += 2
    return stream
  }

  /** Sends a request without content on a new stream, and gives the stream. */
  async request(fields: readonly Field[]): Promise<number> {
    const stream = this.newStream()
    await this.write(headers(stream, fields))
    return stream
  }

  /** Whether the target has reset a stream. */
  isReset(stream: number): boolean {
    return this.#received.isReset(stream)
  }

  /** Waits until the target has answered on a stream, or has given the stream or the connection up. */
  async outcome(stream: number, within = 3000): Promise<StreamOutcome> {
    const found = await this.until(() => this.#outcomeNow(stream), within)
    return found ?? { kind: 'nothing' }
  }

  /** Whether the target answers a PING: whatever was sent before it has then been read. */
  async pings(opaque = 'principi', within = 2000): Promise<boolean> {
    const before = this.frames.length
    await this.write(ping(opaque))
    const answered = await this.until(
      () =>
        this.frames
          .slice(before)
          .some(
            ({ type, flags, payload }) =>
              type === TYPE.PING && (flags & FLAG.ACK) !== 0 && payload.toString('latin1') === opaque,
          ) || (this.ended ? false : undefined),
      within,
    )
    return answered ?? false
  }

  /** Whether the target has given the connection up. */
  get ended(): boolean {
    return this.goaway !== undefined || this.raw.ended !== 'open'
  }

  /** Reads until the condition gives a value. `undefined` where it has none when the time is over, or nothing more can come. */
  async until<T>(condition: () => T | undefined, within: number): Promise<T | undefined> {
    const end = performance.now() + within
    while (true) {
      this.#read()
      const value = condition()
      const left = end - performance.now()
      if (value !== undefined || left <= 0) return value
      if (!(await this.raw.arrives(left))) {
        this.#read()
        return condition()
      }
    }
  }

  /** Bytes of content that have come on a stream. */
  received(stream: number): number {
    return this.#received.content(stream)
  }

  /** All that was said, with frames in words. */
  evidence(mark?: Mark): Evidence {
    return { exchange: this.raw.exchange, mark, says: this.#said.join('\n') }
  }

  failed(says: string, mark?: Mark): Failed {
    return { outcome: 'failed', says, evidence: [this.evidence(mark)] }
  }

  #outcomeNow(stream: number): StreamOutcome | undefined {
    return this.#received.outcome(stream) ?? (this.raw.ended === 'open' ? undefined : { kind: 'closed' })
  }

  #read(): void {
    for (
      let next = this.#received.next(this.raw.received);
      next !== undefined && this.frames.length < MOST_FRAMES;
      next = this.#received.next(this.raw.received)
    ) {
      this.#say(`< ${describeFrame(next.frame)}`)
      if (next.reply !== undefined) void this.write(next.reply)
    }
    if (this.frames.length >= MOST_FRAMES) this.raw.destroy()
  }

  #say(line: string): void {
    if (this.#said.length < MOST_LINES) this.#said.push(line)
    else this.#said[MOST_LINES] = '…'
  }
}
