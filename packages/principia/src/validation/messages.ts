import type { TLocalizedValidationError } from 'typebox/error'
import type { Failure } from './schema.ts'

/**
 * Turns what the schema compiler found into what a client is told: one sentence for each field, in
 * words of the field and never of the schema's inner structure.
 */
export function toFailures(location: string, errors: readonly TLocalizedValidationError[]): Failure[] {
  const failures: Failure[] = []
  for (const error of errors) {
    // A union fails once as a whole; why each of its branches failed only confuses.
    if (/\/(anyOf|oneOf)\/\d/.test(error.schemaPath) && !isUnionItself(error)) continue
    for (const [pointer, message] of explain(error)) failures.push({ in: location, pointer, message })
  }
  return failures
}

function isUnionItself(error: TLocalizedValidationError): boolean {
  return (
    (error.keyword === 'anyOf' || error.keyword === 'oneOf') && !/\/(anyOf|oneOf)\/\d/.test(error.schemaPath)
  )
}

function explain(error: TLocalizedValidationError): [pointer: string, message: string][] {
  const at = error.instancePath
  switch (error.keyword) {
    case 'required':
      return error.params.requiredProperties.map((name) => [`${at}/${escapePointer(name)}`, 'is required'])
    case 'additionalProperties':
      return error.params.additionalProperties.map((name) => [
        `${at}/${escapePointer(name)}`,
        'is not a known field',
      ])
    case 'unevaluatedProperties':
      return error.params.unevaluatedProperties.map((name) => [
        `${at}/${escapePointer(String(name))}`,
        'is not a known field',
      ])
    case 'boolean':
      // Reported beside `additionalProperties`, which already names the field.
      return []
    case 'const':
      return [[at, `must be ${JSON.stringify(error.params.allowedValue)}`]]
    case 'enum':
      return [[at, `must be one of ${error.params.allowedValues.map((value) => JSON.stringify(value)).join(', ')}`]]
    case 'anyOf':
    case 'oneOf':
      return [[at, 'is none of the accepted forms']]
    case 'minLength':
      return [[at, error.params.limit === 1 ? 'must not be empty' : `must have at least ${error.params.limit} characters`]]
    case 'maxLength':
      return [[at, `must have at most ${error.params.limit} characters`]]
    case 'pattern':
      return [[at, 'is not in the expected form']]
    case 'format':
      return [[at, `must be ${article(error.params.format)} ${error.params.format}`]]
    default:
      return [[at, error.message]]
  }
}

function article(word: string): string {
  return /^[aeio]/.test(word) ? 'an' : 'a'
}

/** RFC 6901 section 3: `~` becomes `~0`, `/` becomes `~1`. */
export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
