import type { Socket } from 'node:net'
import {
  contentOfFrame,
  errorCode,
  FLAG,
  PREFACE,
  readFrame,
  SETTING,
  TYPE,
  writeFrame,
  type Frame,
} from '../../wire/http2/frames.ts'
import { encodeFields, encodeIndexedLiteral, HpackDecoder, type Field } from '../../wire/http2/hpack.ts'
import { data, goaway, headers, ping, rstStream, settings, SETTINGS_ACK } from '../../wire/http2/write.ts'
import { answerTo } from './application.ts'
import { malformed, valueOf } from './malformed.ts'
import { CONNECTION_RULES, readSettings, type Rule, type SessionState } from './rules.ts'

interface Stream {
  fields: Field[]
  /** Bytes of content that came. */
  length: number
  /** Whether the client has said its all. */
  ended: boolean
  window: number
  waiting: Buffer
  answered: boolean
}

/** Bytes of one field block: as it comes, and decoded. */
const LARGEST_BLOCK = 64 << 10

/** One connection of a small HTTP/2 server that keeps the rules of RFC 9113 but for some. */
export class Session implements SessionState {
  highest = 0
  expecting: number | undefined
  readonly #socket: Socket
  readonly #lax: ReadonlySet<Rule>
  readonly #decoder: HpackDecoder
  readonly #streams = new Map<number, Stream>()
  #window = 65_535
  #initialWindow = 65_535
  #received = Buffer.alloc(0)
  #started = false
  #over = false
  #block: { readonly first: Frame; readonly parts: Buffer[] } | undefined

  constructor(socket: Socket, lax: ReadonlySet<Rule>) {
    this.#socket = socket
    this.#lax = lax
    this.#decoder = new HpackDecoder(4096, lax.has('header-list') ? Infinity : LARGEST_BLOCK)
  }

  readonly ended = (stream: number): boolean => this.#streams.get(stream)?.ended ?? false

  readonly window = (stream: number): number =>
    stream === 0 ? this.#window : (this.#streams.get(stream)?.window ?? Number.NaN)

  start(): void {
    this.#socket.setNoDelay(true)
    this.#send(settings([[SETTING.MAX_CONCURRENT_STREAMS, 100]]))
    this.#socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk])
      this.#read()
    })
    this.#socket.on('end', () => this.#socket.end())
  }

  #read(): void {
    if (!this.#started) {
      if (this.#received.length < PREFACE.length) return
      const right = this.#received.subarray(0, PREFACE.length).equals(PREFACE)
      this.#received = this.#received.subarray(PREFACE.length)
      this.#started = true
      if (!right && !this.#lax.has('preface')) return this.#fail(errorCode('PROTOCOL_ERROR'))
    }
    for (let next = readFrame(this.#received, 0); next !== undefined && !this.#over;) {
      this.#received = this.#received.subarray(next.to)
      this.#take(next.frame)
      next = readFrame(this.#received, 0)
    }
  }

  #take(frame: Frame): void {
    for (const [rule, { code, broken }] of Object.entries(CONNECTION_RULES))
      if (!this.#lax.has(rule as Rule) && broken(frame, this)) return this.#fail(code)
    const { type, flags, stream, payload } = frame
    if (type === TYPE.SETTINGS) this.#takeSettings(frame)
    else if (type === TYPE.PING) {
      if ((flags & FLAG.ACK) === 0 && !this.#lax.has('ping-ack')) this.#send(ping(payload, FLAG.ACK))
    } else if (type === TYPE.WINDOW_UPDATE) this.#takeWindow(frame)
    else if (type === TYPE.HEADERS || type === TYPE.CONTINUATION) this.#takeBlock(frame)
    else if (type === TYPE.DATA) this.#takeData(frame)
    else if (type === TYPE.RST_STREAM) this.#streams.delete(stream)
    else if (type === TYPE.GOAWAY) this.#socket.end()
    else if (type === TYPE.PRIORITY && this.#lax.has('priority')) this.#fail(errorCode('PROTOCOL_ERROR'))
    else if (type > TYPE.CONTINUATION && this.#lax.has('unknown-frames'))
      this.#fail(errorCode('PROTOCOL_ERROR'))
  }

  #takeSettings({ flags, payload }: Frame): void {
    if ((flags & FLAG.ACK) !== 0) return
    for (const [id, value] of readSettings(payload)) {
      if (id !== SETTING.INITIAL_WINDOW_SIZE) continue
      // Section 6.9.2: it changes the windows that are there.
      for (const stream of this.#streams.values()) stream.window += value - this.#initialWindow
      this.#initialWindow = value
    }
    if (!this.#lax.has('settings-ack')) this.#send(SETTINGS_ACK)
    this.#flush()
  }

  #takeWindow({ stream, payload }: Frame): void {
    const increment = payload.length === 4 ? payload.readUInt32BE(0) : 0
    const one = this.#streams.get(stream)
    if (stream === 0) this.#window += increment
    else if (one !== undefined) one.window += increment
    this.#flush()
  }

  #takeBlock(frame: Frame): void {
    if (frame.type === TYPE.HEADERS)
      this.#block = {
        first: frame,
        parts: [this.#lax.has('padded') ? frame.payload : (contentOfFrame(frame) ?? frame.payload)],
      }
    else this.#block?.parts.push(frame.payload)
    if (this.#block === undefined) return
    const { first, parts } = this.#block
    const size = parts.reduce((sum, { length }) => sum + length, 0)
    if ((size > LARGEST_BLOCK || parts.length > 100) && !this.#lax.has('header-block'))
      return this.#fail(errorCode('ENHANCE_YOUR_CALM'))
    this.expecting = frame.stream
    if ((frame.flags & FLAG.END_HEADERS) === 0) return
    this.expecting = undefined
    this.#block = undefined
    try {
      const fields = this.#decoder.decode(Buffer.concat(parts))
      this.#takeFields(first.stream, fields, (first.flags & FLAG.END_STREAM) !== 0)
    } catch {
      if (!this.#lax.has('hpack')) this.#fail(errorCode('COMPRESSION_ERROR'))
    }
  }

  #takeFields(id: number, fields: Field[], ends: boolean): void {
    const known = this.#streams.get(id)
    if (known !== undefined && !known.ended) {
      // Trailers (section 8.1).
      if (this.#lax.has('trailers') || !ends) return this.#refuse(id)
      known.ended = true
      return this.#finish(id, known)
    }
    this.highest = Math.max(this.highest, id)
    const window = this.#initialWindow
    const stream: Stream = {
      fields,
      length: 0,
      ended: ends,
      window,
      waiting: Buffer.alloc(0),
      answered: false,
    }
    this.#streams.set(id, stream)
    if (malformed(fields, this.#lax) !== undefined) return this.#refuse(id)
    if (ends) this.#finish(id, stream)
  }

  #takeData(frame: Frame): void {
    const stream = this.#streams.get(frame.stream)
    if (stream === undefined) return
    stream.length += contentOfFrame(frame)?.length ?? 0
    if ((frame.flags & FLAG.END_STREAM) === 0) return
    stream.ended = true
    this.#finish(frame.stream, stream)
  }

  #finish(id: number, stream: Stream): void {
    const declared = valueOf(stream.fields, 'content-length')
    if (declared !== undefined && Number(declared) !== stream.length && !this.#lax.has('content-length'))
      return this.#refuse(id)
    const method = valueOf(stream.fields, ':method') ?? 'GET'
    const full = method === 'HEAD' && this.#lax.has('head')
    const { status, fields, body } = answerTo(full ? 'GET' : method, valueOf(stream.fields, ':path') ?? '/')
    const extra: Field[] = this.#lax.has('answer-fields') ? [['Connection', 'keep-alive']] : []
    const shown = this.#lax.has('version-independent') ? [] : fields
    const all: Field[] = [[':status', String(status)], ...shown, ...extra]
    const indexed = this.#lax.has('table-size')
    const block = indexed
      ? Buffer.concat([encodeFields(all), encodeIndexedLiteral(['x-table', 'kept']), Buffer.of(0x80 | 62)])
      : encodeFields(all)
    this.#send(headers(id, block, FLAG.END_HEADERS | (body.length === 0 ? FLAG.END_STREAM : 0)))
    stream.waiting = body
    stream.answered = true
    this.#flush()
  }

  /** Sends of the content what the windows let through (section 6.9). */
  #flush(): void {
    const free = this.#lax.has('flow-control')
    const most = this.#lax.has('max-frame-size') ? 1 << 20 : 16_384
    for (const [id, stream] of this.#streams) {
      while (stream.waiting.length > 0) {
        const room = free ? Infinity : Math.min(this.#window, stream.window)
        const part = stream.waiting.subarray(0, Math.max(0, Math.min(most, room)))
        if (part.length === 0) break
        stream.waiting = stream.waiting.subarray(part.length)
        this.#window -= part.length
        stream.window -= part.length
        this.#send(data(id, part, stream.waiting.length === 0 ? FLAG.END_STREAM : 0))
      }
    }
  }

  /** Section 8.1.1. */
  #refuse(stream: number): void {
    const known = this.#streams.get(stream)
    if (known !== undefined) known.ended = true
    this.#send(rstStream(stream, errorCode('PROTOCOL_ERROR')))
  }

  /** Section 5.4.1. */
  #fail(code: number): void {
    this.#over = true
    if (this.#lax.has('goaway')) return
    this.#send(goaway(this.highest, code))
    this.#socket.end()
  }

  #send(frame: Frame): void {
    if (this.#socket.writable) this.#socket.write(writeFrame(frame))
  }
}
