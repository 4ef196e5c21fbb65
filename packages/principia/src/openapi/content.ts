import { acceptedTypes, answerTypes } from '../http/index.ts'
import {
  isBodyForm,
  isMedia,
  type BodyForm,
  type DeclaredResponse,
  type FileRule,
  type MultipartRules,
  type RouteSpec,
} from '../routing/index.ts'
import type { JsonSchema, Schema } from '../validation/index.ts'
import type { Schemas } from './schemas.ts'
import type { Content, MediaType } from './types.ts'

/** What a route's bodies may be: every media type that is taken, with the same schema. */
export function requestContent(spec: RouteSpec, schemas: Schemas): Content {
  const { body } = spec
  if (body === undefined) return {}
  return underTypes(acceptedTypes(spec), contentOf(body, schemas, 'input'))
}

/** What an answer with this declaration may be; nothing where it has no content. */
export function responseContent(
  declared: DeclaredResponse,
  spec: RouteSpec,
  schemas: Schemas,
): { content?: Content } {
  if (declared === null) return {}
  if (isMedia(declared)) {
    const content = declared.types.map((type) => [type, type.startsWith('text/') ? TEXT : {}] as const)
    return { content: Object.fromEntries(content) }
  }
  const media = contentOf(declared, schemas, 'output')
  return { content: underTypes(answerTypes(spec, declared), media) }
}

function underTypes(types: readonly string[], media: MediaType): Content {
  return Object.fromEntries(types.map((type) => [type, media]))
}

const TEXT: MediaType = { schema: { type: 'string' } }

function contentOf(declared: Schema | BodyForm, schemas: Schemas, side: 'input' | 'output'): MediaType {
  if (!isBodyForm(declared)) return { schema: schemas.describe(declared, side) }
  switch (declared.form) {
    case 'text':
      return TEXT
    case 'ndjson': {
      const item = declared.item === undefined ? {} : schemas.describe(declared.item, side)
      // OpenAPI 3.1 has no word for a sequence of values; 3.2 calls it `itemSchema`.
      return {
        schema: { type: 'string', description: 'One JSON value on each line.' },
        'x-item-schema': item,
      }
    }
    case 'multipart':
      return formContent(declared.multipart ?? {}, schemas)
    default:
      // For bytes OpenAPI 3.1 has no schema: the media type says it all.
      return {}
  }
}

function formContent({ fields, files = {} }: MultipartRules, schemas: Schemas): MediaType {
  const known = fields === undefined ? [] : schemas.fields(fields)
  const entries = Object.entries(files)
  const typed = entries.flatMap(([name, { types }]) =>
    types === undefined ? [] : [[name, { contentType: types.join(', ') }] as const],
  )
  const required = [
    ...(known ?? []).filter((field) => field.required).map(({ name }) => name),
    ...entries.filter(([, rule]) => rule.required === true).map(([name]) => name),
  ]
  return {
    schema: {
      type: 'object',
      ...(required.length > 0 && { required }),
      properties: Object.fromEntries([
        ...(known ?? []).map(({ name, schema }) => [name, schema] as const),
        ...entries.map(([name, rule]) => [name, fileSchema(rule)] as const),
      ]),
      ...(known !== undefined && { additionalProperties: false }),
    },
    ...(typed.length > 0 && { encoding: Object.fromEntries(typed) }),
  }
}

/** OpenAPI 3.1.1, section 4.7.15: binary parts have a media type and no type. */
function fileSchema({ maxCount }: FileRule): JsonSchema {
  const one = { contentMediaType: 'application/octet-stream' }
  return maxCount === undefined ? one : { type: 'array', maxItems: maxCount, items: one }
}
