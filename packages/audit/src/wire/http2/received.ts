import { contentOfFrame, FLAG, readFrame, TYPE, type Frame } from './frames.ts'
import { HpackDecoder, HpackError } from './hpack.ts'
import { answerOf, type StreamOutcome, type StreamState } from './outcome.ts'
import { ping, SETTINGS_ACK } from './write.ts'

/** Bytes that a block of fields may have: few of them can stand for very many fields. */
const MOST_BLOCK = 256 << 10

/** A frame of the target's, and its place in what was received, in bytes. */
export interface ReceivedFrame extends Frame {
  readonly from: number
  readonly to: number
}

/** What the target has said on a connection, and what it comes to. */
export class Received {
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
  #undecodable = false
  #parsed = 0
  #block: { readonly stream: number; readonly parts: Buffer[]; readonly ends: boolean } | undefined

  /** @param table bytes that the target's table of fields may have: 4,096 unless said */
  constructor(table: number | undefined) {
    this.#decoder = new HpackDecoder(table)
  }

  /** The next frame of all bytes that have come, and what it has to be acknowledged with. */
  next(bytes: Buffer): { readonly frame: ReceivedFrame; readonly reply: Frame | undefined } | undefined {
    const next = readFrame(bytes, this.#parsed)
    if (next === undefined) return undefined
    const frame = { ...next.frame, from: this.#parsed, to: next.to }
    this.#parsed = next.to
    this.frames.push(frame)
    return { frame, reply: this.#take(frame) }
  }

  /** What has become of a stream; `undefined` where that can still change. */
  outcome(stream: number): StreamOutcome | undefined {
    const state = this.#streams.get(stream)
    const answer = state?.ended === true ? answerOf(state) : undefined
    if (answer !== undefined) return { kind: 'answer', answer }
    if (state?.reset !== undefined) return { kind: 'reset', code: state.reset }
    // Nothing that comes later can be read.
    if (this.#undecodable) return { kind: 'nothing' }
    if (this.goaway !== undefined && (this.goaway.code !== 0 || this.goaway.last < stream))
      return { kind: 'goaway', code: this.goaway.code }
    return undefined
  }

  isReset(stream: number): boolean {
    return this.#streams.get(stream)?.reset !== undefined
  }

  /** Bytes of content that have come on a stream. */
  content(stream: number): number {
    return this.#streams.get(stream)?.body.reduce((sum, { length }) => sum + length, 0) ?? 0
  }

  #take(frame: ReceivedFrame): Frame | undefined {
    const { type, flags, stream, payload } = frame
    if (type === TYPE.SETTINGS) return this.#takeSettings(frame)
    if (type === TYPE.PING && (flags & FLAG.ACK) === 0) return ping(payload, FLAG.ACK)
    if (type === TYPE.GOAWAY && payload.length >= 8)
      this.goaway ??= { last: payload.readUInt32BE(0) & 0x7fffffff, code: payload.readUInt32BE(4) }
    else if (type === TYPE.RST_STREAM && payload.length === 4)
      this.#stateOf(stream).reset ??= payload.readUInt32BE(0)
    else if (type === TYPE.DATA) {
      const content = contentOfFrame(frame)
      if (content === undefined) this.faults.push('DATA has more padding than content (RFC 9113 section 6.1)')
      else this.#stateOf(stream).body.push(content)
      if ((flags & FLAG.END_STREAM) !== 0) this.#stateOf(stream).ended = true
    } else if (type === TYPE.HEADERS || type === TYPE.CONTINUATION) this.#takeBlock(frame)
    return undefined
  }

  #takeSettings({ flags, payload }: Frame): Frame | undefined {
    if ((flags & FLAG.ACK) !== 0) {
      this.acknowledged = true
      return undefined
    }
    for (let at = 0; at + 6 <= payload.length; at += 6)
      this.settings.set(payload.readUInt16BE(at), payload.readUInt32BE(at + 2))
    return SETTINGS_ACK
  }

  #takeBlock(frame: ReceivedFrame): void {
    const { type, flags, stream, payload } = frame
    if (type === TYPE.HEADERS) {
      const block = contentOfFrame(frame)
      if (block === undefined)
        this.faults.push('HEADERS has more padding than content (RFC 9113 section 6.2)')
      this.#block = { stream, parts: [block ?? payload], ends: (flags & FLAG.END_STREAM) !== 0 }
    } else this.#block?.parts.push(payload)
    if ((this.#block?.parts.reduce((sum, { length }) => sum + length, 0) ?? 0) > MOST_BLOCK) {
      this.#block = undefined
      return this.#giveUp(`a field block is longer than ${MOST_BLOCK >> 10} KiB`)
    }
    if ((flags & FLAG.END_HEADERS) === 0 || this.#block === undefined) return
    const { parts, ends } = this.#block
    this.#block = undefined
    const state = this.#stateOf(stream)
    try {
      state.blocks.push(this.#decoder.decode(Buffer.concat(parts)))
    } catch (error) {
      if (!(error instanceof HpackError)) throw error
      this.#giveUp(`a field block cannot be decoded: ${error.message}`)
    }
    if (ends) state.ended = true
  }

  /** Nothing that comes later can be decoded. */
  #giveUp(fault: string): void {
    this.#undecodable = true
    this.faults.push(fault)
  }

  #stateOf(stream: number): StreamState {
    const state = this.#streams.get(stream) ?? { blocks: [], body: [], ended: false, reset: undefined }
    this.#streams.set(stream, state)
    return state
  }
}
