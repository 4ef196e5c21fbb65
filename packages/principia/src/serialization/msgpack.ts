import { Packr, Unpackr } from 'msgpackr'
import { defineCodec, type Codec } from './codec.ts'
import { scanMessagePack } from './msgpack-scan.ts'

const unpackr = new Unpackr({ useRecords: false, mapsAsObjects: true, int64AsType: 'number' })
const packr = new Packr({ useRecords: false, variableMapSize: true })

/** MessagePack, by `msgpackr`. Timestamps (extension -1) arrive as the text that JSON would have. */
export const msgpack: Codec = defineCodec({
  type: 'application/vnd.msgpack',
  accepts: ['application/msgpack', 'application/x-msgpack', '+msgpack'],
  decode(bytes, limits) {
    scanMessagePack(bytes, limits)
    return unpackr.unpack(bytes)
  },
  encode: (value) => packr.pack(value),
})
