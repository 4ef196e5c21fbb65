import {
  fromBinary,
  fromJson,
  toBinary,
  toJson,
  type DescMessage,
  type JsonValue,
  type Message,
} from '@bufbuild/protobuf'
import { compileTextCoercion, isJsonSchema, propertiesOf, type JsonSchema } from '../validation/index.ts'
import { defineCodec, Malformed, MAX_DEPTH, type Codec } from './codec.ts'
import { compileBranches, isList, isObject, itemSchema, type Branches } from './schema-shape.ts'

/**
 * Protocol Buffers, by `@bufbuild/protobuf`, for the message of one descriptor. Handlers and schemas see it in
 * its JSON mapping (protobuf.dev, "ProtoJSON Format"): names in camel case, enums by name, bytes in
 * base64, timestamps as RFC 3339. A 64-bit integer is text, or a number where the schema says integer;
 * one that a number cannot hold is then refused. Fields without presence arrive with their default.
 *
 * @example
 * route('POST /orders', { access: 'public', codecs: [json, protobuf(OrderSchema)], body: Order }, …)
 */
export function protobuf(message: DescMessage): Codec {
  const maps = hasMap(message, new Set())
  return defineCodec({
    type: 'application/protobuf',
    accepts: ['application/x-protobuf', 'application/vnd.google.protobuf'],
    decode: (bytes) => toAll(message, readMessage(message, bytes, maps)),
    encode: (value) => toBinary(message, fromJson(message, value as JsonValue)),
    forSchema(schema) {
      const branches = compileBranches(schema)
      if (!branches(schema).some(isObject)) return undefined
      return {
        decode(bytes) {
          const read = readMessage(message, bytes, maps)
          return toSchema(toAll(message, read), toJson(message, read), schema, branches)
        },
      }
    },
  })
}

function readMessage(message: DescMessage, bytes: Buffer, maps: boolean): Message {
  // A map's entry of that name would be lost on the way, and without a trace; so here texts may not hold it either.
  if (maps && bytes.includes('__proto__')) throw new Malformed('a member is named "__proto__"')
  return fromBinary(message, bytes, { readUnknownFields: false, recursionLimit: MAX_DEPTH })
}

function toAll(message: DescMessage, read: Message): unknown {
  return toJson(message, read, { alwaysEmitImplicit: true })
}

function hasMap({ fields }: DescMessage, seen: Set<DescMessage>): boolean {
  return fields.some((field) => {
    if (field.fieldKind === 'map') return true
    const inner = field.message
    if (inner === undefined || seen.has(inner)) return false
    seen.add(inner)
    return hasMap(inner, seen)
  })
}

/**
 * Turns the text of 64-bit integers into numbers where the schema says so, in place; and of the fields that were
 * not sent leaves out those that the schema does not know, or nothing but the whole message would ever fit.
 */
function toSchema(
  value: unknown,
  sent: unknown,
  schema: JsonSchema | undefined,
  branches: Branches,
): unknown {
  if (schema === undefined || value === null) return value
  if (typeof value === 'string') return compileTextCoercion(schema)?.(value) ?? value
  if (typeof value !== 'object') return value
  const parts = branches(schema)
  if (Array.isArray(value)) {
    const list = parts.find(isList)
    const others: unknown[] = Array.isArray(sent) ? sent : []
    return list === undefined
      ? value
      : value.map((item, index) => toSchema(item, others[index], itemSchema(list, index), branches))
  }
  const members = value as Record<string, unknown>
  const given = (sent ?? {}) as Record<string, unknown>
  const objects = parts.filter(isObject)
  const known = new Map(objects.flatMap(propertiesOf))
  const others = objects.map(({ additionalProperties }) => additionalProperties).find(isJsonSchema)
  for (const name of Object.keys(members)) {
    const child = known.get(name) ?? others
    if (child === undefined && !Object.hasOwn(given, name)) delete members[name]
    else members[name] = toSchema(members[name], given[name], child, branches)
  }
  return members
}
