import { isProblemKind } from '../errors/index.ts'
import { isBodyForm, isMedia, type DeclaredResponse, type RouteSpec } from '../routing/index.ts'
import {
  bareType,
  codingFor,
  json,
  writeData,
  writeJson,
  type Codec,
  type Write,
} from '../serialization/index.ts'
import type { Schema } from '../validation/index.ts'

/** One of the formats in which a route answers, under one of its names. */
export interface Format {
  readonly type: string
  readonly codec: Codec
  readonly write: Write
}

const JSON_FORMAT: Format = { type: json.type, codec: json, write: writeJson }

/**
 * The formats in which a route can answer, best first; each of a codec's media types is one. Of the route's
 * codecs those count that can write something which it declares, or anything where it declares nothing. There
 * is always one: where nothing has a format it is JSON, and is never used.
 */
export function formatsOf({ codecs = [json], responses = {} }: RouteSpec): readonly Format[] {
  const schemas = Object.values(responses).filter(isSchema)
  const open = Object.keys(responses).length === 0
  if (schemas.length === 0 && !open) return [JSON_FORMAT]
  const able = codecs.filter((codec) =>
    open
      ? codec.encode !== undefined
      : schemas.some((schema) => codingFor(codec, schema)?.encode !== undefined),
  )
  const [only, ...others] = able
  if (only !== undefined) return others.length === 0 ? namesOf(only).slice(0, 1) : able.flatMap(namesOf)
  if (open) return [JSON_FORMAT]
  throw new TypeError(
    `none of its formats (${codecs.map(({ type }) => type).join(', ')}) can carry its \`responses\`; add another to \`codecs\`.`,
  )
}

/** How each of the formats writes what has this schema. One that cannot leaves it to the first that can. */
export function writersFor(
  schema: Schema,
  formats: readonly Format[],
): readonly Pick<Format, 'type' | 'write'>[] {
  const writers = formats.map(({ codec, type, write }) => {
    if (codec === json) return { type, write }
    const encode = codingFor(codec, schema)?.encode
    return encode && { type, write: writeData(encode) }
  })
  const first = writers.find((writer) => writer !== undefined)
  if (first === undefined) {
    throw new TypeError(
      `none of its formats (${formats.map(({ type }) => type).join(', ')}) can carry one of its \`responses\`; add another to \`codecs\`.`,
    )
  }
  return writers.map((writer) => writer ?? first)
}

/** The media types that an answer with this declaration can have. */
export function answerTypes(spec: RouteSpec, declared: DeclaredResponse): readonly string[] {
  if (isBodyForm(declared)) return declared.types.slice(0, 1)
  if (isMedia(declared)) return declared.types
  if (!isSchema(declared)) return []
  return [...new Set(writersFor(declared, formatsOf(spec)).map(({ type }) => type))]
}

/** A codec under each of its whole names, so that a client is answered in the words it used. */
function namesOf(codec: Codec): Format[] {
  const write = codec === json ? writeJson : writeData(codec.encode ?? writeJson)
  const others = codec.accepts.filter((name) => !name.startsWith('+') && name !== bareType(codec.type))
  return [codec.type, ...others].map((type) => ({ type, codec, write }))
}

/** Whether an answer has a schema, and so a format. */
function isSchema(response: DeclaredResponse): response is Schema {
  if (response === null || Array.isArray(response) || isProblemKind(response) || isBodyForm(response))
    return false
  return !isMedia(response)
}
