export type { Static } from 'typebox'
export { t } from './t.ts'
export { schemaMistakes } from './check-schema.ts'
export { closeObjects } from './close.ts'
export { compileCoercion, compileTextCoercion, keepsDigits, type Coerce } from './coerce.ts'
export { compileDeclared, compileSchema, type Declared, type Validate } from './compile.ts'
export { escapePointer } from './messages.ts'
export { readValue } from './read-value.ts'
export {
  isJsonSchema,
  isStandardSchema,
  MAX_FAILURES,
  propertiesOf,
  type Failure,
  type Answered,
  type Input,
  type JsonSchema,
  type Output,
  type Schema,
} from './schema.ts'
