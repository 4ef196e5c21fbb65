/** The order and its quote as JSON Schema, for the contestants that validate with ajv. */
export const OrderSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['reference', 'customer', 'delivery', 'items', 'express'],
  properties: {
    reference: { type: 'string', pattern: '^Q-[0-9]{6}$' },
    customer: {
      type: 'object',
      additionalProperties: false,
      required: ['name', 'email'],
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 100 },
        email: { type: 'string', pattern: '^[^@ ]+@[^@ ]+$', maxLength: 254 },
      },
    },
    delivery: {
      type: 'object',
      additionalProperties: false,
      required: ['street', 'city', 'postcode', 'country'],
      properties: {
        street: { type: 'string', minLength: 1, maxLength: 200 },
        city: { type: 'string', minLength: 1, maxLength: 100 },
        postcode: { type: 'string', pattern: '^[0-9A-Z -]{3,10}$' },
        country: { type: 'string', pattern: '^[A-Z]{2}$' },
      },
    },
    items: {
      type: 'array',
      minItems: 1,
      maxItems: 50,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['sku', 'quantity', 'unitPrice'],
        properties: {
          sku: { type: 'string', pattern: '^[A-Z]{2}-[0-9]{4}$' },
          quantity: { type: 'integer', minimum: 1, maximum: 999 },
          unitPrice: { type: 'integer', minimum: 0 },
        },
      },
    },
    express: { type: 'boolean' },
    note: { type: 'string', maxLength: 500 },
  },
} as const

export const QuoteSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['reference', 'currency', 'lines', 'subtotal', 'shipping', 'tax', 'total', 'deliverTo'],
  properties: {
    reference: { type: 'string' },
    currency: { type: 'string' },
    lines: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['sku', 'quantity', 'unitPrice', 'total'],
        properties: {
          sku: { type: 'string' },
          quantity: { type: 'integer' },
          unitPrice: { type: 'integer' },
          total: { type: 'integer' },
        },
      },
    },
    subtotal: { type: 'integer' },
    shipping: { type: 'integer' },
    tax: { type: 'integer' },
    total: { type: 'integer' },
    deliverTo: {
      type: 'object',
      additionalProperties: false,
      required: ['city', 'country'],
      properties: { city: { type: 'string' }, country: { type: 'string' } },
    },
  },
} as const
