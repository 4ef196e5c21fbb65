import type { TLocalizedValidationError } from 'typebox/error'
import { MAX_FAILURES, type Failure } from './schema.ts'

/**
 * Turns what the schema compiler found into what a client is told: one sentence for each field, in
 * words of the field and never of the schema's inner structure. One at least, `MAX_FAILURES` at most.
 */
export function toFailures(location: string, errors: readonly TLocalizedValidationError[]): Failure[] {
  const failures: Failure[] = []
  for (const error of errors) {
    // A union fails once as a whole; why each of its branches failed only confuses.
    if (/\/(anyOf|oneOf)\/\d/.test(error.schemaPath) && !isUnionItself(error)) continue
    for (const [pointer, message] of explain(error)) {
      if (failures.length === MAX_FAILURES) return failures
      failures.push({ in: location, pointer, message })
    }
  }
  // The compiler stops after so many errors; all of them may have been about the branches of one union.
  if (failures.length === 0)
    failures.push({ in: location, pointer: commonPointer(errors), message: 'is not valid' })
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
      // Each of the fields has been named already, by the schema that refused it.
      return []
    case 'unevaluatedProperties':
      return error.params.unevaluatedProperties.map((name) => [
        `${at}/${escapePointer(String(name))}`,
        'is not a known field',
      ])
    case 'boolean':
      return [
        [
          at,
          error.schemaPath.endsWith('/additionalProperties') ? 'is not a known field' : 'must not be there',
        ],
      ]
    case 'const':
      return [[at, `must be ${JSON.stringify(error.params.allowedValue)}`]]
    case 'enum':
      return [
        [at, `must be one of ${error.params.allowedValues.map((value) => JSON.stringify(value)).join(', ')}`],
      ]
    case 'anyOf':
    case 'oneOf':
      return [[at, 'is none of the accepted forms']]
    case 'minLength':
      return [
        [
          at,
          error.params.limit === 1
            ? 'must not be empty'
            : `must have at least ${error.params.limit} characters`,
        ],
      ]
    case 'maxLength':
      return [[at, `must have at most ${error.params.limit} characters`]]
    case 'pattern':
      return [[at, 'is not in the expected form']]
    case 'format':
      return [[at, `must be ${article(error.params.format)}`]]
    case 'type':
      return [[at, `must be ${[error.params.type].flat().map(article).join(' or ')}`]]
    case 'minimum':
      return [[at, `must be at least ${error.params.limit}`]]
    case 'maximum':
      return [[at, `must be at most ${error.params.limit}`]]
    case 'exclusiveMinimum':
      return [[at, `must be more than ${error.params.limit}`]]
    case 'exclusiveMaximum':
      return [[at, `must be less than ${error.params.limit}`]]
    case 'minItems':
      return [[at, `must have at least ${error.params.limit} items`]]
    case 'maxItems':
      return [[at, `must have at most ${error.params.limit} items`]]
    default:
      return [[at, error.message]]
  }
}

/** The innermost value that holds all the places that the errors are about. */
function commonPointer(errors: readonly TLocalizedValidationError[]): string {
  const [first = [], ...others] = errors.map(({ instancePath }) => instancePath.split('/'))
  const end = first.findIndex((name, depth) => others.some((path) => path[depth] !== name))
  return first.slice(0, end === -1 ? first.length : end).join('/')
}

function article(word: string): string {
  if (word === 'null') return word
  return /^[aeio]/.test(word) ? `an ${word}` : `a ${word}`
}

/** RFC 6901 section 3: `~` becomes `~0`, `/` becomes `~1`. */
export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
