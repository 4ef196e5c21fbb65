import { text } from '../../source.ts'

export const JSON_SCHEMA = text(
  'JSON Schema 2020-12, validation, section 6',
  'https://json-schema.org/draft/2020-12/json-schema-validation#section-6',
)
