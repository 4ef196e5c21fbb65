import { FLAG, TYPE, type Frame } from './frames.ts'
import { encodeFields, type Field } from './hpack.ts'

/** Frames as a client writes them; what is to be wrong about one is changed by its maker. */

export function headers(
  stream: number,
  fields: readonly Field[] | Buffer,
  flags: number = FLAG.END_HEADERS | FLAG.END_STREAM,
): Frame {
  const payload = Buffer.isBuffer(fields) ? fields : encodeFields(fields)
  return { type: TYPE.HEADERS, flags, stream, payload }
}

export function continuation(stream: number, payload: Buffer, flags: number = FLAG.END_HEADERS): Frame {
  return { type: TYPE.CONTINUATION, flags, stream, payload }
}

export function data(stream: number, payload: string | Buffer, flags: number = FLAG.END_STREAM): Frame {
  return { type: TYPE.DATA, flags, stream, payload: Buffer.from(payload) }
}

/** @param values by identifier; see `SETTING` */
export function settings(values: readonly (readonly [id: number, value: number])[] = []): Frame {
  const payload = Buffer.alloc(values.length * 6)
  values.forEach(([id, value], index) => {
    payload.writeUInt16BE(id, index * 6)
    payload.writeUInt32BE(value, index * 6 + 2)
  })
  return { type: TYPE.SETTINGS, flags: 0, stream: 0, payload }
}

export const SETTINGS_ACK: Frame = {
  type: TYPE.SETTINGS,
  flags: FLAG.ACK,
  stream: 0,
  payload: Buffer.alloc(0),
}

/** @param opaque 8 bytes */
export function ping(opaque: string | Buffer, flags = 0): Frame {
  return { type: TYPE.PING, flags, stream: 0, payload: Buffer.from(opaque) }
}

export function windowUpdate(stream: number, increment: number): Frame {
  return { type: TYPE.WINDOW_UPDATE, flags: 0, stream, payload: uint32(increment) }
}

export function rstStream(stream: number, code: number): Frame {
  return { type: TYPE.RST_STREAM, flags: 0, stream, payload: uint32(code) }
}

export function goaway(last: number, code: number): Frame {
  return {
    type: TYPE.GOAWAY,
    flags: 0,
    stream: 0,
    payload: Buffer.concat([uint32(last), uint32(code)]),
  }
}

/** @param on the stream that it depends on */
export function priority(stream: number, on: number): Frame {
  return { type: TYPE.PRIORITY, flags: 0, stream, payload: Buffer.concat([uint32(on), Buffer.of(15)]) }
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
