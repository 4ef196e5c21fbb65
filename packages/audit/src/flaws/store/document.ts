/** What a store says of itself, in OpenAPI. */
export function document(): unknown {
  return {
    openapi: '3.1.0',
    info: { title: 'Things', version: '1.0.0' },
    paths: {
      '/things': {
        get: {
          parameters: [
            query('limit', { type: 'integer', minimum: 1, maximum: 100, default: 20 }),
            query('cursor', { type: 'string' }),
            query('sort', { type: 'string', enum: ['name', 'text', 'rank', 'place'], default: 'place' }),
            query('q', { type: 'string' }),
            query('rank', { type: 'integer', minimum: 0 }),
          ],
          responses: { 200: answer({ $ref: '#/components/schemas/Things' }) },
        },
        post: {
          requestBody: { required: true, content: json({ $ref: '#/components/schemas/NewThing' }) },
          responses: { 201: answer(THING), 409: { description: 'The name is taken.' } },
        },
      },
      '/things/bulk': {
        post: {
          requestBody: {
            required: true,
            content: json({
              type: 'object',
              properties: {
                items: {
                  type: 'array',
                  items: { $ref: '#/components/schemas/NewThing' },
                  minItems: 1,
                  maxItems: 20,
                },
              },
              required: ['items'],
            }),
          },
          responses: { 200: { description: 'All are made.' }, 422: { description: 'None is.' } },
        },
      },
      '/things/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: { 200: answer(THING), 404: { description: 'It is not there.' } } },
        put: {
          requestBody: { required: true, content: json({ $ref: '#/components/schemas/NewThing' }) },
          responses: { 200: answer(THING), 201: answer(THING) },
        },
        delete: { responses: { 204: { description: 'It is gone.' } } },
      },
    },
    components: { schemas: SCHEMAS },
  }
}

const THING = { $ref: '#/components/schemas/Thing' }
const inputs = {
  name: { type: 'string', minLength: 1, maxLength: 100 },
  text: { type: 'string', maxLength: 1000 },
  rank: { type: 'integer', minimum: 0 },
}
const SCHEMAS = {
  NewThing: { type: 'object', properties: inputs, required: ['name'], additionalProperties: false },
  Thing: {
    type: 'object',
    properties: {
      id: { type: 'string', readOnly: true },
      place: { type: 'integer', readOnly: true },
      ...inputs,
    },
    required: ['id', 'name', 'place'],
  },
  Things: {
    type: 'object',
    properties: {
      items: { type: 'array', items: THING },
      next: { type: ['string', 'null'] },
      total: { type: 'integer' },
    },
    required: ['items', 'total'],
  },
}

function query(name: string, schema: object): object {
  return { name, in: 'query', schema }
}

function json(schema: object): object {
  return { 'application/json': { schema } }
}

function answer(schema: object): object {
  return { description: 'A success.', content: json(schema) }
}
