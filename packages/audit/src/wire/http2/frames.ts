/** A frame (RFC 9113 section 4.1), of any type, sound or not. */
export interface Frame {
  readonly type: number
  readonly flags: number
  /** 0 for the connection itself. */
  readonly stream: number
  readonly payload: Buffer
}

/** RFC 9113 section 6. */
export const TYPE = {
  DATA: 0,
  HEADERS: 1,
  PRIORITY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PUSH_PROMISE: 5,
  PING: 6,
  GOAWAY: 7,
  WINDOW_UPDATE: 8,
  CONTINUATION: 9,
} as const

export const FLAG = { ACK: 1, END_STREAM: 1, END_HEADERS: 4, PADDED: 8, PRIORITY: 32 } as const

/** RFC 9113 section 7, by number. */
const ERRORS = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
] as const

type ErrorName = (typeof ERRORS)[number]

export function errorCode(name: ErrorName): number {
  return ERRORS.indexOf(name)
}

export function errorName(code: number): string {
  return ERRORS[code] ?? `error ${code}`
}

/** RFC 9113 section 6.5.2. */
export const SETTING = {
  HEADER_TABLE_SIZE: 1,
  ENABLE_PUSH: 2,
  MAX_CONCURRENT_STREAMS: 3,
  INITIAL_WINDOW_SIZE: 4,
  MAX_FRAME_SIZE: 5,
  MAX_HEADER_LIST_SIZE: 6,
} as const

/** What a client says first (RFC 9113 section 3.4). */
export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')

const HEAD = 9

export function writeFrame({ type, flags, stream, payload }: Frame): Buffer {
  const frame = Buffer.alloc(HEAD + payload.length)
  frame.writeUIntBE(payload.length, 0, 3)
  frame[3] = type
  frame[4] = flags
  frame.writeUInt32BE(stream, 5)
  payload.copy(frame, HEAD)
  return frame
}

/** The frame that begins at `from`, and where it ends; `undefined` where there is not all of it yet. */
export function readFrame(
  bytes: Buffer,
  from: number,
): { readonly frame: Frame; readonly to: number } | undefined {
  if (bytes.length < from + HEAD) return undefined
  const to = from + HEAD + bytes.readUIntBE(from, 3)
  if (bytes.length < to) return undefined
  const frame = {
    type: bytes.readUInt8(from + 3),
    flags: bytes.readUInt8(from + 4),
    // The first bit means nothing (RFC 9113 section 4.1).
    stream: bytes.readUInt32BE(from + 5) & 0x7fffffff,
    payload: bytes.subarray(from + HEAD, to),
  }
  return { frame, to }
}

/** The content of DATA, or the field block of HEADERS, without padding and priority; `undefined` where those do not fit. */
export function contentOfFrame({ type, flags, payload }: Frame): Buffer | undefined {
  const padded = (flags & FLAG.PADDED) !== 0
  const padding = padded ? payload[0] : 0
  const priority = type === TYPE.HEADERS && (flags & FLAG.PRIORITY) !== 0 ? 5 : 0
  const from = (padded ? 1 : 0) + priority
  if (padding === undefined || from + padding > payload.length) return undefined
  return payload.subarray(from, payload.length - padding)
}

/** One line for people: `HEADERS on stream 1, 25 bytes`. */
export function describeFrame({ type, flags, stream, payload }: Frame): string {
  const name = Object.entries(TYPE).find(([, number]) => number === type)?.[0] ?? `type ${type}`
  const ack = (type === TYPE.SETTINGS || type === TYPE.PING) && (flags & FLAG.ACK) !== 0 ? ' (ACK)' : ''
  const ends = type <= TYPE.HEADERS && (flags & FLAG.END_STREAM) !== 0 ? ' (END_STREAM)' : ''
  const place = stream === 0 ? '' : ` on stream ${stream}`
  const code = type === TYPE.RST_STREAM ? 0 : type === TYPE.GOAWAY ? 4 : undefined
  const why =
    code !== undefined && payload.length >= code + 4 ? ` ${errorName(payload.readUInt32BE(code))}` : ''
  return `${name}${ack}${why}${ends}${place}, ${payload.length} bytes`
}
