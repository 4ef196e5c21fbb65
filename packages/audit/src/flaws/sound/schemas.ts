/** A JSON Schema of the dialect 2020-12, as it stands in the description. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** Text without NUL, which many stores cannot keep. */
const NO_NUL = String.raw`^[^\u0000]*$`

const title = { type: 'string', minLength: 1, maxLength: 200, pattern: NO_NUL }
const text = { type: ['string', 'null'], maxLength: 5000, pattern: NO_NUL }
const due = { type: 'string', format: 'date-time' }
const tags = {
  type: 'array',
  items: { type: 'string', minLength: 1, maxLength: 50, pattern: NO_NUL },
  maxItems: 10,
  uniqueItems: true,
}
const rank = { type: 'integer', minimum: 0, maximum: 100 }

const inputs = { title, text, due, tags, rank }

/** The schemas that the description names. */
export const SCHEMAS = {
  NoteInput: {
    type: 'object',
    properties: inputs,
    required: ['title'],
    additionalProperties: false,
  },
  NotePatch: {
    description: 'A merge patch (RFC 7396): null takes a member away.',
    type: 'object',
    properties: {
      title,
      text,
      due: { type: ['string', 'null'], format: 'date-time' },
      tags: { ...tags, type: ['array', 'null'] },
      rank: { ...rank, type: ['integer', 'null'] },
    },
    additionalProperties: false,
  },
  Note: {
    type: 'object',
    properties: {
      id: { type: 'string', format: 'uuid', readOnly: true },
      ...inputs,
      owner: { type: 'string', readOnly: true },
      createdAt: { type: 'string', format: 'date-time', readOnly: true },
      updatedAt: { type: 'string', format: 'date-time', readOnly: true },
    },
    required: ['id', 'title', 'owner', 'createdAt', 'updatedAt'],
    additionalProperties: false,
  },
  Notes: pageOf('Note'),
  Book: {
    type: 'object',
    properties: {
      id: { type: 'integer', minimum: 1 },
      title: { type: 'string' },
      year: { type: 'integer' },
    },
    required: ['id', 'title', 'year'],
    additionalProperties: false,
  },
  Books: pageOf('Book'),
  Credentials: {
    type: 'object',
    properties: {
      user: { type: 'string', minLength: 1, maxLength: 100 },
      password: { type: 'string', minLength: 1, maxLength: 200 },
    },
    required: ['user', 'password'],
    additionalProperties: false,
  },
  Token: {
    type: 'object',
    properties: { token: { type: 'string' } },
    required: ['token'],
    additionalProperties: false,
  },
  Me: {
    type: 'object',
    properties: { name: { type: 'string' }, tenant: { type: 'string' } },
    required: ['name', 'tenant'],
    additionalProperties: false,
  },
  Status: {
    type: 'object',
    properties: { status: { const: 'ok' } },
    required: ['status'],
    additionalProperties: false,
  },
  Start: {
    type: 'object',
    properties: {
      name: { type: 'string' },
      links: { type: 'object', additionalProperties: { type: 'string', format: 'uri-reference' } },
    },
    required: ['name', 'links'],
    additionalProperties: false,
  },
  Greeting: {
    type: 'object',
    properties: { message: { type: 'string' } },
    required: ['message'],
    additionalProperties: false,
  },
  Problem: {
    description: 'Problem details (RFC 9457).',
    type: 'object',
    properties: {
      type: { type: 'string', format: 'uri-reference' },
      title: { type: 'string' },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: { type: 'string' },
      instance: { type: 'string', format: 'uri-reference' },
      errors: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            in: { enum: ['body', 'query', 'path'] },
            pointer: { type: 'string' },
            message: { type: 'string' },
          },
          required: ['in', 'pointer', 'message'],
          additionalProperties: false,
        },
      },
    },
    required: ['type', 'title', 'status'],
  },
} as const satisfies Record<string, JsonSchema>

export type SchemaName = keyof typeof SCHEMAS

/** The same object for the same name. */
export function reference(name: SchemaName): JsonSchema {
  const known = references.get(name) ?? { $ref: `#/components/schemas/${name}` }
  references.set(name, known)
  return known
}

const references = new Map<SchemaName, JsonSchema>()

function pageOf(item: string): JsonSchema {
  return {
    type: 'object',
    properties: {
      items: { type: 'array', items: { $ref: `#/components/schemas/${item}` }, maxItems: 100 },
      next: { type: 'string', format: 'uri-reference', description: 'The next page; none on the last one.' },
    },
    required: ['items'],
    additionalProperties: false,
  }
}
