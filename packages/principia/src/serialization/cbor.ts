import { Decoder, Encoder } from 'cbor-x'
import { scanCbor } from './cbor-scan.ts'
import { defineCodec, type Codec } from './codec.ts'

const decoder = new Decoder({ useRecords: false, mapsAsObjects: true })
const encoder = new Encoder({
  useRecords: false,
  mapsAsObjects: true,
  variableMapSize: true,
  tagUint8Array: false,
})

/** CBOR (RFC 8949), by `cbor-x`. Dates of its own (tags 0 and 1) arrive as the text that JSON would have. */
export const cbor: Codec = defineCodec({
  type: 'application/cbor',
  accepts: ['+cbor'],
  decode(bytes, limits) {
    scanCbor(bytes, limits)
    return decoder.decode(bytes)
  },
  encode: (value) => encoder.encode(value),
})
