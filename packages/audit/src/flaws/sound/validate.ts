import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { isDateTime } from './date-time.ts'
import { escapePointer } from './json.ts'
import type { Mistake } from './problem.ts'
import { SCHEMAS, type JsonSchema } from './schemas.ts'

const ajv = new Ajv2020({ allErrors: true, strictRequired: false, allowUnionTypes: true })
formats.default(ajv, ['uuid', 'uri-reference'])
ajv.addFormat('date-time', isDateTime)
ajv.addVocabulary(['components'])
ajv.addSchema({ $id: 'sound', components: { schemas: SCHEMAS } })

const compiled = new WeakMap<object, ValidateFunction>()

/** Where a value does not fit a schema of the description. */
export function mistakesOf(schema: JsonSchema, value: unknown, within: Mistake['in'], at = ''): Mistake[] {
  const validate = compiled.get(schema) ?? ajv.compile(resolved(schema))
  compiled.set(schema, validate)
  if (validate(value)) return []
  return (validate.errors ?? []).map((error) => ({
    in: within,
    pointer: at + pointerOf(error),
    message: messageOf(error),
  }))
}

/** References lead into the description; here they lead into the schemas alone. */
function resolved({ $ref, ...rest }: JsonSchema): object {
  return typeof $ref === 'string' ? { ...rest, $ref: `sound${$ref}` } : rest
}

/** Characters of a name that is repeated to whoever sent it. */
const LONGEST_NAME = 200

/** A member that lacks or is unknown is pointed at where it would be or is. */
function pointerOf({ instancePath, params }: ErrorObject): string {
  const name: unknown = params['missingProperty'] ?? params['additionalProperty']
  return typeof name === 'string' && name.length <= LONGEST_NAME
    ? `${instancePath}/${escapePointer(name)}`
    : instancePath
}

/** Without the value that was refused. */
function messageOf({ keyword, message, params }: ErrorObject): string {
  if (keyword === 'required') return 'is required'
  if (keyword === 'additionalProperties') return 'is not a known member'
  if (keyword === 'enum') return `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}`
  return message ?? 'is not valid'
}
