import type { Evidence, Failed, Mark } from '../../verdict.ts'
import { Headers1 } from '../answer.ts'
import type { Connection } from '../connection.ts'
import {
  contentOfFrame,
  describeFrame,
  errorName,
  FLAG,
  PREFACE,
  readFrame,
  SETTING,
  TYPE,
  writeFrame,
  type Frame,
} from './frames.ts'
import { HpackDecoder, HpackError, type Field } from './hpack.ts'
import { headers, ping, settings, SETTINGS_ACK, windowUpdate } from './write.ts'

/** An answer over HTTP/2. Each character of a field is one byte. */
export interface Http2Answer {
  readonly status: number
  /** All of them, as they were spelt, with `:status`. */
  readonly headers: Headers1
  readonly body: Buffer
  readonly trailers: Headers1 | undefined
}

/** What became of a request. */
export type StreamOutcome =
  | { readonly kind: 'answer'; readonly answer: Http2Answer }
  | { readonly kind: 'reset'; readonly code: number }
  | { readonly kind: 'goaway'; readonly code: number }
  | { readonly kind: 'closed' }
  | { readonly kind: 'nothing' }

/** A frame of the target's, and its place in what was received, in bytes. */
export interface ReceivedFrame extends Frame {
  readonly from: number
  readonly to: number
}

interface StreamState {
  blocks: Field[][]
  body: Buffer[]
  ended: boolean
  reset: number | undefined
}

export interface Http2Options {
  /** What is said first: what has to be, unless said. */
  readonly preface?: Buffer
  /** In place of the usual ones, by identifier. */
  readonly settings?: readonly (readonly [id: number, value: number])[]
  /** Bytes that the target may send on the connection beyond the 65,535 that it may at first: 16 MB unless said. */
  readonly window?: number
  /** Milliseconds in which the target has to begin to speak. */
  readonly within?: number
}

const WINDOW = 16 << 20

/**
 * Begins to speak HTTP/2: with prior knowledge (RFC 9113 section 3.3), or where ALPN has chosen it.
 *
 * @returns `undefined` where the other side does not speak it
 */
export async function openHttp2Connection(
  raw: Connection,
  options: Http2Options = {},
): Promise<Http2Connection | undefined> {
  if (raw.secured !== undefined && raw.secured.alpnProtocol !== 'h2') return undefined
  const connection = new Http2Connection(raw, options)
  const {
    settings: ours = [
      [SETTING.ENABLE_PUSH, 0],
      [SETTING.INITIAL_WINDOW_SIZE, WINDOW],
    ],
    window = WINDOW,
    within = 1500,
    preface = PREFACE,
  } = options
  await raw.write(preface)
  await connection.write(settings(ours), ...(window === 0 ? [] : [windowUpdate(0, window)]))
  const first = await connection.until(
    () => connection.frames[0] ?? (raw.ended === 'open' ? undefined : 'ended'),
    within,
  )
  if (first === undefined || first === 'ended' || !looksLikeHttp2(raw.received)) return undefined
  await connection.until(() => connection.acknowledged || undefined, within)
  return connection
}

/** Whether it begins with a frame that a server may begin with: SETTINGS, or GOAWAY where it gives up at once. */
function looksLikeHttp2(received: Buffer): boolean {
  const first = readFrame(received, 0)?.frame
  return (
    first !== undefined && first.stream === 0 && first.type !== TYPE.DATA && first.type <= TYPE.CONTINUATION
  )
}

/** A connection on which frames are sent as they are given. It acknowledges what has to be, and forbids nothing. */
export class Http2Connection {
  readonly raw: Connection
  readonly frames: ReceivedFrame[] = []
  /** What the target said of itself. */
  readonly settings = new Map<number, number>()
  /** What is wrong with what it sent. */
  readonly faults: string[] = []
  /** Whether it has acknowledged our settings. */
  acknowledged = false
  goaway: { readonly code: number; readonly last: number } | undefined
  readonly #decoder: HpackDecoder
  readonly #streams = new Map<number, StreamState>()
  readonly #said: string[] = []
  #undecodable = false
  #parsed = 0
  #sent: number
  #nextStream = 1
  #block: { readonly stream: number; readonly parts: Buffer[]; readonly ends: boolean } | undefined

  constructor(raw: Connection, { settings: ours = [], preface = PREFACE }: Http2Options) {
    this.raw = raw
    this.#sent = preface.length
    const table = ours.find(([id]) => id === SETTING.HEADER_TABLE_SIZE)?.[1]
    this.#decoder = new HpackDecoder(table)
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
    return this.#streams.get(stream)?.reset !== undefined
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
    return this.#streams.get(stream)?.body.reduce((sum, { length }) => sum + length, 0) ?? 0
  }

  /** All that was said, with frames in words. */
  evidence(mark?: Mark): Evidence {
    return { exchange: this.raw.exchange, mark, says: this.#said.join('\n') }
  }

  failed(says: string, mark?: Mark): Failed {
    return { outcome: 'failed', says, evidence: [this.evidence(mark)] }
  }

  #outcomeNow(stream: number): StreamOutcome | undefined {
    const state = this.#streams.get(stream)
    const answer = state?.ended === true ? answerOf(state) : undefined
    if (answer !== undefined) return { kind: 'answer', answer }
    if (state?.reset !== undefined) return { kind: 'reset', code: state.reset }
    // Nothing that comes later can be read.
    if (this.#undecodable) return { kind: 'nothing' }
    if (this.goaway !== undefined && (this.goaway.code !== 0 || this.goaway.last < stream))
      return { kind: 'goaway', code: this.goaway.code }
    return this.raw.ended === 'open' ? undefined : { kind: 'closed' }
  }

  #read(): void {
    const { received } = this.raw
    for (
      let next = readFrame(received, this.#parsed);
      next !== undefined;
      next = readFrame(received, this.#parsed)
    ) {
      const frame = { ...next.frame, from: this.#parsed, to: next.to }
      this.#parsed = next.to
      this.frames.push(frame)
      this.#say(`< ${describeFrame(frame)}`)
      this.#take(frame)
    }
  }

  #take(frame: ReceivedFrame): void {
    const { type, flags, stream, payload } = frame
    if (type === TYPE.SETTINGS) this.#takeSettings(frame)
    else if (type === TYPE.PING && (flags & FLAG.ACK) === 0) void this.write(ping(payload, FLAG.ACK))
    else if (type === TYPE.GOAWAY && payload.length >= 8)
      this.goaway ??= { last: payload.readUInt32BE(0) & 0x7fffffff, code: payload.readUInt32BE(4) }
    else if (type === TYPE.RST_STREAM && payload.length === 4)
      this.#stateOf(stream).reset ??= payload.readUInt32BE(0)
    else if (type === TYPE.DATA) {
      const content = contentOfFrame(frame)
      if (content === undefined) this.faults.push('DATA has more padding than content (RFC 9113 section 6.1)')
      else this.#stateOf(stream).body.push(content)
      if ((flags & FLAG.END_STREAM) !== 0) this.#stateOf(stream).ended = true
    } else if (type === TYPE.HEADERS || type === TYPE.CONTINUATION) this.#takeBlock(frame)
  }

  #takeSettings({ flags, payload }: Frame): void {
    if ((flags & FLAG.ACK) !== 0) {
      this.acknowledged = true
      return
    }
    for (let at = 0; at + 6 <= payload.length; at += 6)
      this.settings.set(payload.readUInt16BE(at), payload.readUInt32BE(at + 2))
    void this.write(SETTINGS_ACK)
  }

  #takeBlock(frame: ReceivedFrame): void {
    const { type, flags, stream, payload } = frame
    if (type === TYPE.HEADERS) {
      const block = contentOfFrame(frame)
      if (block === undefined)
        this.faults.push('HEADERS has more padding than content (RFC 9113 section 6.2)')
      this.#block = { stream, parts: [block ?? payload], ends: (flags & FLAG.END_STREAM) !== 0 }
    } else this.#block?.parts.push(payload)
    if ((flags & FLAG.END_HEADERS) === 0 || this.#block === undefined) return
    const { parts, ends } = this.#block
    this.#block = undefined
    const state = this.#stateOf(stream)
    try {
      state.blocks.push(this.#decoder.decode(Buffer.concat(parts)))
    } catch (error) {
      if (!(error instanceof HpackError)) throw error
      this.#undecodable = true
      this.faults.push(`a field block cannot be decoded: ${error.message}`)
    }
    if (ends) state.ended = true
  }

  #stateOf(stream: number): StreamState {
    const state = this.#streams.get(stream) ?? { blocks: [], body: [], ended: false, reset: undefined }
    this.#streams.set(stream, state)
    return state
  }

  #say(line: string): void {
    if (this.#said.length < MOST_LINES) this.#said.push(line)
    else this.#said[MOST_LINES] = '…'
  }
}

/** Frames that evidence tells of in words. */
const MOST_LINES = 60

function answerOf({ blocks, body }: StreamState): Http2Answer | undefined {
  const final = blocks.findIndex((fields) => statusOf(fields) >= 200)
  const fields = blocks[final]
  if (fields === undefined) return undefined
  const trailers = blocks[final + 1]
  return {
    status: statusOf(fields),
    headers: new Headers1(fields),
    body: Buffer.concat(body),
    trailers: trailers === undefined ? undefined : new Headers1(trailers),
  }
}

function statusOf(fields: readonly Field[]): number {
  return Number(fields.find(([name]) => name === ':status')?.[1] ?? 0)
}

/** In words, for a sentence that begins with what was sent. */
export function describeOutcome(outcome: StreamOutcome): string {
  if (outcome.kind === 'answer') return `was answered with ${outcome.answer.status}`
  if (outcome.kind === 'reset') return `ended with RST_STREAM ${errorName(outcome.code)}`
  if (outcome.kind === 'goaway') return `ended the connection with GOAWAY ${errorName(outcome.code)}`
  return outcome.kind === 'closed' ? 'closed the connection' : 'was not answered'
}
