import { compileSchema, isStandardSchema, type Failure, type JsonSchema, type Schema } from '../validation/index.ts'
import { pickDeclared } from './pick.ts'

/**
 * Turns what a handler gave back into JSON text, as the route's response schema has it.
 *
 * Members that the schema does not declare never leave the server: a row with a column too many is
 * not a leak. A value that does not fit the schema is a fault of the program and throws.
 */
export type Encode = (value: unknown) => string | Promise<string>

export class ResponseMismatch extends Error {
  override readonly name = 'ResponseMismatch'

  constructor(failures: readonly Failure[]) {
    super(
      `The handler's answer does not fit the declared response: ${failures
        .slice(0, 5)
        .map(({ pointer, message }) => `${pointer === '' ? 'the body' : pointer} ${message}`)
        .join('; ')}.`,
    )
  }
}

export function compileEncoder(schema: Schema | undefined): Encode {
  if (schema === undefined) return (value) => stringify(value)
  const closed = compileSchema(schema, 'response')
  if (isStandardSchema(schema)) return (value) => encodeStandard(closed, value)
  const open = compileSchema(schema, 'response', { open: true })
  return (value) => {
    // Most answers fit exactly; only one that does not is worth a copy.
    if (closed(value, []) !== undefined || value === undefined) return stringify(value)
    const picked = pickDeclared(schema as JsonSchema, value)
    const failures: Failure[] = []
    open(picked, failures)
    if (failures.length > 0) throw new ResponseMismatch(failures)
    return stringify(picked)
  }
}

async function encodeStandard(validate: ReturnType<typeof compileSchema>, value: unknown): Promise<string> {
  const failures: Failure[] = []
  const output = await validate(value, failures)
  if (failures.length > 0) throw new ResponseMismatch(failures)
  return stringify(output)
}

function stringify(value: unknown): string {
  const text = JSON.stringify(value)
  if (text === undefined) throw new TypeError(`A handler gave back ${typeof value}, which JSON cannot express.`)
  return text
}
