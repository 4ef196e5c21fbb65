/** What the value of a keyword has to look like; one of another shape would be passed over, and validate nothing. */
export type Shape =
  | 'any'
  | 'schema'
  /** A schema, or a list of them, as tuples were written up to 2019-09. */
  | 'items'
  | 'schemas'
  /** Schemas under names. */
  | 'members'
  | 'number'
  | 'boolean'
  | 'text'
  | 'texts'
  | 'list'
  | 'type'

/**
 * The keywords of JSON Schema 2020-12 (core sections 8, 10 and 11; validation sections 6 to 9), those of earlier drafts
 * that TypeBox still checks, those that its own types have, and the annotations of OpenAPI 3.1 (section 4.8.24).
 */
const BY_SHAPE: readonly (readonly [Shape, string])[] = [
  [
    'any',
    'const default examples example discriminator xml externalDocs $vocabulary $recursiveAnchor returnType instanceType parameters dependencies dependentRequired',
  ],
  [
    'schema',
    'not if then else contains propertyNames additionalProperties additionalItems unevaluatedItems unevaluatedProperties contentSchema',
  ],
  ['items', 'items'],
  ['schemas', 'allOf anyOf oneOf prefixItems'],
  ['members', 'properties patternProperties dependentSchemas $defs definitions'],
  [
    'number',
    'multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength maxItems minItems maxContains minContains maxProperties minProperties',
  ],
  ['boolean', 'uniqueItems deprecated readOnly writeOnly'],
  [
    'text',
    '$schema $id $anchor $ref $dynamicRef $dynamicAnchor $recursiveRef $comment pattern format contentEncoding contentMediaType title description',
  ],
  ['texts', 'required'],
  ['list', 'enum'],
  ['type', 'type'],
]

export const KEYWORDS: ReadonlyMap<string, Shape> = new Map(
  BY_SHAPE.flatMap(([shape, names]) => names.split(' ').map((name): [string, Shape] => [name, shape])),
)

/** JSON Schema's own (core section 4.2.1), and those that TypeBox adds for values of JavaScript. */
export const TYPES: readonly string[] = [
  'object',
  'array',
  'string',
  'number',
  'integer',
  'boolean',
  'null',
  'bigint',
  'constructor',
  'function',
  'symbol',
  'undefined',
  'void',
]
