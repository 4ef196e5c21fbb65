import { isObject, kindOf } from './document.ts'

/** What a keyword of JSON Schema (2020-12) has to be; gives what is wrong with a value, or `undefined`. */
type Rule = (value: unknown) => string | undefined

const TYPES = new Set(['null', 'boolean', 'object', 'array', 'number', 'string', 'integer'])

const anything: Rule = () => undefined
const text = rule('a text', (value) => typeof value === 'string')
const flag = rule('true or false', (value) => typeof value === 'boolean')
const number = rule('a number', (value) => typeof value === 'number')
const count = rule('a whole number from 0 on', (value) => Number.isInteger(value) && (value as number) >= 0)
const list = rule('a list', Array.isArray)
const names = rule('a list of texts', isNames)

/** The keywords that say something about a value by themselves. Those that hold schemas are in `SCHEMAS_IN`. */
export const PLAIN: Readonly<Record<string, Rule>> = {
  type: (value) => {
    const types = Array.isArray(value) ? value : [value]
    const unknown = types.find((each) => !TYPES.has(each as string))
    return types.length > 0 && unknown === undefined
      ? undefined
      : `its type is ${kindOf(unknown)}; the types are ${[...TYPES].join(', ')}`
  },
  enum: list,
  const: anything,
  multipleOf: rule('a number above 0', (value) => typeof value === 'number' && value > 0),
  maximum: number,
  exclusiveMaximum: number,
  minimum: number,
  exclusiveMinimum: number,
  maxLength: count,
  minLength: count,
  pattern: (value) =>
    typeof value === 'string' && compilePattern(value) !== undefined
      ? undefined
      : `its pattern is ${kindOf(value)}, which is no regular expression`,
  format: text,
  maxItems: count,
  minItems: count,
  uniqueItems: flag,
  maxContains: count,
  minContains: count,
  maxProperties: count,
  minProperties: count,
  required: names,
  dependentRequired: rule(
    'an object of lists of texts',
    (value) => isObject(value) && Object.values(value).every(isNames),
  ),
  title: anything,
  description: anything,
  default: anything,
  examples: list,
  deprecated: anything,
  readOnly: flag,
  writeOnly: flag,
  contentEncoding: text,
  contentMediaType: text,
  discriminator: anything,
}

/** Keywords whose value is a schema, a list of schemas, or schemas by name. */
const HOLDING = {
  one: 'not if then else items contains additionalProperties propertyNames unevaluatedItems unevaluatedProperties',
  list: 'allOf anyOf oneOf prefixItems',
  map: 'dependentSchemas properties patternProperties',
} as const

/** How schemas stand in the value of a keyword; no entry where there are none. */
export const SCHEMAS_IN: ReadonlyMap<string, keyof typeof HOLDING> = new Map(
  (['one', 'list', 'map'] as const).flatMap((shape) =>
    HOLDING[shape].split(' ').map((keyword) => [keyword, shape] as const),
  ),
)

/** A regular expression as JSON Schema has them, with Unicode where it can be read so; `undefined` where it is none. */
export function compilePattern(pattern: string): RegExp | undefined {
  for (const flags of ['u', ''])
    try {
      return new RegExp(pattern, flags)
    } catch {
      continue
    }
  return undefined
}

function rule(what: string, holds: (value: unknown) => boolean): Rule {
  return (value) => (holds(value) ? undefined : `${what} was expected; it is ${kindOf(value)}`)
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}
