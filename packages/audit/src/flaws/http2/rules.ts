import { contentOfFrame, FLAG, SETTING, TYPE, type Frame, errorCode } from '../../wire/http2/frames.ts'

/** What a server has to see to (RFC 9113). Each is broken by one specimen. */
export type Rule =
  | keyof typeof CONNECTION_RULES
  | 'preface'
  | 'settings-ack'
  | 'ping-ack'
  | 'padded'
  | 'unknown-frames'
  | 'priority'
  | 'goaway'
  | 'hpack'
  | 'header-block'
  | 'header-list'
  | 'flow-control'
  | 'max-frame-size'
  | 'table-size'
  | 'trailers'
  | 'head'
  | 'answer-fields'
  | 'version-independent'
  | 'field-names'
  | 'field-values'
  | 'connection-fields'
  | 'pseudo-missing'
  | 'pseudo-duplicate'
  | 'pseudo-unknown'
  | 'pseudo-order'
  | 'content-length'
  | 'authority'

/** What a session knows when a frame comes. */
export interface SessionState {
  /** The highest stream that the client has opened. */
  readonly highest: number
  /** Whether the client has said that it sends no more on a stream. */
  readonly ended: (stream: number) => boolean
  /** The stream whose field block goes on. */
  readonly expecting: number | undefined
  /** Bytes that may be sent, on a stream or the connection. */
  readonly window: (stream: number) => number
}

interface ConnectionRule {
  readonly code: number
  readonly broken: (frame: Frame, state: SessionState) => boolean
}

const PROTOCOL_ERROR = errorCode('PROTOCOL_ERROR')
const FRAME_SIZE_ERROR = errorCode('FRAME_SIZE_ERROR')

const FIXED: Readonly<Record<number, number>> = {
  [TYPE.PRIORITY]: 5,
  [TYPE.RST_STREAM]: 4,
  [TYPE.PING]: 8,
  [TYPE.WINDOW_UPDATE]: 4,
}
const OF_STREAMS: ReadonlySet<number> = new Set([
  TYPE.DATA,
  TYPE.HEADERS,
  TYPE.PRIORITY,
  TYPE.RST_STREAM,
  TYPE.CONTINUATION,
])
const OF_CONNECTIONS: ReadonlySet<number> = new Set([TYPE.SETTINGS, TYPE.PING, TYPE.GOAWAY])
const NEED_A_STREAM: ReadonlySet<number> = new Set([TYPE.DATA, TYPE.RST_STREAM, TYPE.WINDOW_UPDATE])

/** Frames that end the connection, in the order in which they are looked for. */
export const CONNECTION_RULES = {
  /** Section 4.2. */
  'frame-size': { code: FRAME_SIZE_ERROR, broken: ({ payload }) => payload.length > 16_384 },
  /** Section 6.10. */
  continuation: {
    code: PROTOCOL_ERROR,
    broken: ({ type, stream }, { expecting }) =>
      expecting === undefined
        ? type === TYPE.CONTINUATION
        : type !== TYPE.CONTINUATION || stream !== expecting,
  },
  /** Sections 6.3 to 6.9. */
  'frame-lengths': {
    code: FRAME_SIZE_ERROR,
    broken: ({ type, flags, payload }) => {
      if (type !== TYPE.SETTINGS) return (FIXED[type] ?? payload.length) !== payload.length
      return payload.length % 6 !== 0 || ((flags & FLAG.ACK) !== 0 && payload.length > 0)
    },
  },
  /** Sections 6.1 to 6.10, each. */
  'frame-streams': {
    code: PROTOCOL_ERROR,
    broken: ({ type, stream }) => (stream === 0 ? OF_STREAMS.has(type) : OF_CONNECTIONS.has(type)),
  },
  /** Section 8.4: a client does not push. */
  push: { code: PROTOCOL_ERROR, broken: ({ type }) => type === TYPE.PUSH_PROMISE },
  /** Section 5.1: half-closed (remote) and closed. */
  'closed-stream': {
    code: errorCode('STREAM_CLOSED'),
    broken: ({ type, stream }, { ended }) => (type === TYPE.HEADERS || type === TYPE.DATA) && ended(stream),
  },
  /** Section 5.1.1. */
  'stream-ids': {
    code: PROTOCOL_ERROR,
    broken: ({ type, stream }, { highest, window }) =>
      type === TYPE.HEADERS && (stream % 2 === 0 || (stream < highest && Number.isNaN(window(stream)))),
  },
  /** Section 5.1: idle. */
  'idle-stream': {
    code: PROTOCOL_ERROR,
    broken: ({ type, stream }, { highest }) => NEED_A_STREAM.has(type) && stream > highest,
  },
  /** Sections 6.1 and 6.2. */
  padding: {
    code: PROTOCOL_ERROR,
    broken: (frame) => frame.type <= TYPE.HEADERS && contentOfFrame(frame) === undefined,
  },
  /** Section 6.5.2. */
  'settings-values': {
    code: PROTOCOL_ERROR,
    broken: ({ type, payload }) =>
      type === TYPE.SETTINGS && [...readSettings(payload)].some(([id, value]) => isBad(id, value)),
  },
  /** Section 6.9. */
  'window-increment': {
    code: PROTOCOL_ERROR,
    broken: ({ type, payload }) =>
      type === TYPE.WINDOW_UPDATE && payload.length === 4 && payload.readUInt32BE(0) === 0,
  },
  /** Section 6.9.1. */
  'window-overflow': {
    code: errorCode('FLOW_CONTROL_ERROR'),
    broken: ({ type, stream, payload }, { window }) =>
      type === TYPE.WINDOW_UPDATE &&
      payload.length === 4 &&
      window(stream) + payload.readUInt32BE(0) > 0x7fffffff,
  },
} satisfies Readonly<Record<string, ConnectionRule>>

export function* readSettings(payload: Buffer): Generator<[id: number, value: number]> {
  for (let at = 0; at + 6 <= payload.length; at += 6)
    yield [payload.readUInt16BE(at), payload.readUInt32BE(at + 2)]
}

function isBad(id: number, value: number): boolean {
  if (id === SETTING.ENABLE_PUSH) return value > 1
  if (id === SETTING.INITIAL_WINDOW_SIZE) return value > 0x7fffffff
  return id === SETTING.MAX_FRAME_SIZE && (value < 16_384 || value > 16_777_215)
}
