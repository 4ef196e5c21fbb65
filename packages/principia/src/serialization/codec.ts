import { isStandardSchema, type JsonSchema, type Schema } from '../validation/index.ts'

/** What a decoder keeps to, besides the size of the body, which has been kept to before. */
export interface DecodeLimits {
  /** Levels of nested objects and lists. */
  readonly depth: number
  /** Members and items, all levels together. */
  readonly values: number
}

/** Levels of nested objects and lists that a body may have. */
export const MAX_DEPTH = 64

/** A value for each 4 bytes of a body is more than data needs; an attack on memory would have one for each. */
export function limitsFor(bodyLimit: number): DecodeLimits {
  return { depth: MAX_DEPTH, values: Math.max(10_000, Math.ceil(bodyLimit / 4)) }
}

/**
 * A format of bodies, as a plain value: its media types, how bytes become a value and how a value becomes
 * bytes. What crosses is always data that JSON could hold too, so one schema serves every format.
 *
 * Made with `defineCodec`.
 */
export interface Codec extends Coding {
  readonly kind: 'codec'
  /** The media type that answers carry; what stands before its parameters is compared with `Accept`. */
  readonly type: string
  /** Further media types of the same format, and suffixes (RFC 6839) such as `+json`. */
  readonly accepts: readonly string[]
  readonly forSchema?: CodecDefinition['forSchema']
}

/** Both directions of a format; one that is missing is not offered. */
export interface Coding {
  /**
   * Reads a whole body. What it gives is checked for depth, number and forbidden content afterwards.
   *
   * @throws Malformed with the reason; of anything else that is thrown the client only learns that the
   * bytes are not of this format, since messages of parsers quote them
   */
  readonly decode?: ((bytes: Buffer, limits: DecodeLimits) => unknown) | undefined
  /** Writes a value that has no `undefined`, dates or other objects in it any more (`toData`). */
  readonly encode?: ((value: unknown) => string | Uint8Array) | undefined
}

export interface CodecDefinition extends Coding {
  readonly type: string
  readonly accepts?: readonly string[]
  /**
   * The same format for values of one schema, where the format leaves open what only the schema knows:
   * whether `1` is a number or a text. Called once for each schema at start. Gives `undefined` where
   * the format cannot express such values; it is then not offered for them. A direction that it leaves
   * out stays as it is.
   */
  readonly forSchema?: (schema: JsonSchema) => Coding | undefined
}

/** Thrown by decoders: why a body is not what its media type says, in the words that follow "it cannot be read:". */
export class Malformed extends Error {
  override readonly name = 'Malformed'
}

/**
 * Defines a format of bodies, for the `codecs` of a route, a module or an app.
 *
 * @throws TypeError when the type is no media type, or the codec does nothing.
 * @example
 * const lines = defineCodec({
 *   type: 'text/vnd.lines',
 *   decode: (bytes) => bytes.toString().split('\n'),
 *   encode: (value) => (Array.isArray(value) ? value.join('\n') : String(value)),
 * })
 */
export function defineCodec(definition: CodecDefinition): Codec {
  const { type, accepts = [], decode, encode, forSchema } = definition
  for (const one of [bareType(type), ...accepts.filter((name) => !name.startsWith('+'))]) {
    if (!MEDIA_TYPE.test(one))
      throw new TypeError(`A codec's type is a media type, such as "application/cbor"; got "${one}".`)
  }
  if (decode === undefined && encode === undefined && forSchema === undefined)
    throw new TypeError(
      `The codec for ${type} neither decodes nor encodes; give it \`decode\` or \`encode\`.`,
    )
  return { kind: 'codec', type, accepts, decode, encode, ...(forSchema !== undefined && { forSchema }) }
}

/** Both directions of a codec for the values of a schema; `undefined` where it cannot express them. */
export function codingFor(codec: Codec, schema: Schema | undefined): Coding | undefined {
  if (codec.forSchema === undefined || schema === undefined || isStandardSchema(schema)) return codec
  const own = codec.forSchema(schema as JsonSchema)
  return own && { decode: own.decode ?? codec.decode, encode: own.encode ?? codec.encode }
}

/** RFC 9110 section 8.3.1, in lower case. */
const MEDIA_TYPE = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/

/** A media type without its parameters. */
export function bareType(type: string): string {
  const semicolon = type.indexOf(';')
  return semicolon === -1 ? type : type.slice(0, semicolon).trim()
}
