import { compileSchema, type Validate } from './compile.ts'
import type { Failure, Schema } from './schema.ts'

const validators = new WeakMap<Schema, Validate>()

/**
 * Reads a value that is written and read again later, such as a job's arguments. It gives the value as the schema accepts
 * it, or all that is wrong with it, as one phrase.
 */
export async function readValue(
  schema: Schema,
  written: unknown,
): Promise<{ readonly value?: unknown; readonly mistakes?: string }> {
  let validate = validators.get(schema)
  if (validate === undefined) validators.set(schema, (validate = compileSchema(schema, 'value')))
  const failures: Failure[] = []
  const value: unknown = await validate(written, failures)
  if (failures.length === 0) return { value }
  const list = failures.map(({ pointer, message }) => `${pointer === '' ? 'the whole' : pointer} ${message}`)
  return { mistakes: list.join('; ') }
}
