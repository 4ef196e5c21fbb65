import type { ParameterSpec } from '../endpoint.ts'

export const limitParameter: ParameterSpec = {
  schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
  description: 'How many items a page has at most.',
}

export const cursorParameter: ParameterSpec = {
  schema: { type: 'string', minLength: 1, maxLength: 500 },
  description: 'Where to go on, from the "next" of the page before.',
}
