import type { IncomingMessage, ServerResponse } from 'node:http'
import { problems, type Problem } from '../errors/index.ts'
import { isBodyForm, type BodyForm, type RouteSpec } from '../routing/index.ts'
import {
  codingFor,
  json,
  limitsFor,
  Malformed,
  toDecodedData,
  type Codec,
  type Coding,
  type DecodeLimits,
} from '../serialization/index.ts'
import type { Schema } from '../validation/index.ts'
import { foreignCharset, hasBody, mediaType, readBody } from './body.ts'
import type { RequestContext } from './context.ts'
import { compileFormReader } from './receive-form.ts'
import { DECODABLE, isDecodable, openBody, readAll } from './open-body.ts'

const NO_BODY = Promise.resolve(undefined)

/** Receives a body and gives what is to be validated; `undefined` where the request has none. May throw at once. */
export type Receive = (context: RequestContext, response: ServerResponse) => Promise<unknown>

/**
 * Compiles how a route receives its bodies.
 *
 * @throws TypeError where none of the route's formats can express the body's schema
 */
export function compileReceive(spec: RouteSpec, limit: number): Receive | undefined {
  const { body, codecs = JSON_ALONE, decompress = false } = spec
  if (body === undefined) return undefined
  return isBodyForm(body)
    ? receiveForm(body, limit, decompress)
    : receiveValue(decodersOf(body, codecs), limit, decompress)
}

const JSON_ALONE: readonly Codec[] = [json]

/** The media types that a route takes, as its API description and its refusals name them. */
export function acceptedTypes({ body, codecs = JSON_ALONE }: RouteSpec): readonly string[] {
  if (body === undefined) return []
  return isBodyForm(body) ? body.types : decodersOf(body, codecs).map(({ type }) => type)
}

interface Decoder {
  readonly type: string
  readonly accepts: readonly string[]
  readonly decode: NonNullable<Coding['decode']>
  /** JSON's decoder has looked at everything itself. */
  readonly thorough: boolean
}

function decodersOf(schema: Schema, codecs: readonly Codec[]): Decoder[] {
  const decoders = codecs.flatMap((codec) => {
    const decode = codingFor(codec, schema)?.decode
    const type = codec.type.split(';')[0] as string
    return decode === undefined ? [] : [{ type, accepts: codec.accepts, decode, thorough: codec === json }]
  })
  if (decoders.length === 0) {
    throw new TypeError(
      `none of its formats (${codecs.map(({ type }) => type).join(', ')}) can carry its \`body\`; add another to \`codecs\`.`,
    )
  }
  return decoders
}

function receiveValue(decoders: readonly Decoder[], limit: number, decompress: boolean): Receive {
  const limits = limitsFor(limit)
  const find = compileLookup(decoders)
  const types = decoders.map(({ type }) => type)
  return (context, response) => {
    const { request } = context
    if (!hasBody(request)) return NO_BODY
    const type = mediaType(request.headers['content-type'])
    const decoder = type === undefined ? undefined : find(type)
    if (decoder === undefined) throw unsupported(request.method, type, types)
    checkCharset(request.headers['content-type'] ?? '', types)
    const coding = checkCodings(request, decompress)
    const reading =
      coding === undefined
        ? readBody(context, response, limit)
        : readAll(openBody(context, response, limit, coding))
    return reading.then((bytes) => (bytes.length === 0 ? undefined : decodeWith(decoder, bytes, limits)))
  }
}

function decodeWith({ decode, thorough, type }: Decoder, bytes: Buffer, limits: DecodeLimits): unknown {
  try {
    const value = decode(bytes, limits)
    return thorough ? value : toDecodedData(value, limits)
  } catch (error) {
    const why = error instanceof Malformed ? error.message : `it is not ${type}`
    throw problems.malformedBody(`The body cannot be read: ${why}.`, { cause: error })
  }
}

function compileLookup(decoders: readonly Decoder[]): (type: string) => Decoder | undefined {
  const byType = new Map<string, Decoder>()
  const bySuffix = new Map<string, Decoder>()
  for (const decoder of decoders) {
    for (const name of [decoder.type, ...decoder.accepts]) {
      const map = name.startsWith('+') ? bySuffix : byType
      if (!map.has(name)) map.set(name, decoder)
    }
  }
  // RFC 6838 section 4.2.8: what follows the last plus is the suffix.
  return (type) => byType.get(type) ?? bySuffix.get(type.slice(type.lastIndexOf('+')))
}

function receiveForm(form: BodyForm, limit: number, decompress: boolean): Receive {
  const { read, takes } = compileFormReader(form, limit)
  return async (context, response) => {
    const { request } = context
    const contentType = request.headers['content-type']
    if (!hasBody(request)) return read(undefined, contentType, response)
    const type = mediaType(contentType)
    if (!takes(type)) throw unsupported(request.method, type, form.types)
    if (form.form === 'text') checkCharset(contentType ?? '', form.types)
    const coding = checkCodings(request, decompress)
    return read(openBody(context, response, limit, coding), contentType, response)
  }
}

/** RFC 9110 section 15.5.16: `Accept` tells what would have been taken; `Accept-Patch` which patches (RFC 5789 section 2.2). */
function unsupported(
  method: string | undefined,
  type: string | undefined,
  types: readonly string[],
): Problem {
  const accept = types.join(', ')
  const list = new Intl.ListFormat('en', { type: 'disjunction' }).format(types)
  return problems.unsupportedMediaType(
    type === undefined || type === ''
      ? `Say what is sent: Content-Type: ${types[0]}${types.length > 1 ? `, of ${list}` : ''}.`
      : `Send ${list}, not ${type}.`,
    { headers: method === 'PATCH' ? { accept, 'accept-patch': accept } : { accept } },
  )
}

function checkCharset(contentType: string, types: readonly string[]): void {
  const charset = foreignCharset(contentType)
  if (charset === undefined) return
  // For JSON it is the only one there is (RFC 8259 section 8.1); for the others it is ours.
  throw problems.unsupportedMediaType(`Send it in UTF-8, not in ${charset}.`, {
    headers: { accept: types.join(', ') },
  })
}

/** The content coding to undo, where there is one. */
function checkCodings(request: IncomingMessage, decompress: boolean): string | undefined {
  const coding = request.headers['content-encoding']?.toLowerCase()
  if (coding === undefined || coding === 'identity') return undefined
  if (decompress && isDecodable(coding)) return coding
  // RFC 9110 section 12.5.3: in a 415, `Accept-Encoding` says that it is the coding that was not taken.
  throw problems.unsupportedMediaType(
    decompress
      ? `Send the body with one of the content codings ${DECODABLE}, or with none.`
      : 'Send the body without a content coding.',
    { headers: { 'accept-encoding': decompress ? DECODABLE : 'identity' } },
  )
}
