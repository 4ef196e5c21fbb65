import type { Random } from '../../run/random.ts'
import type { Description, Schema } from '../../target/description.ts'
import { isObject } from '../../target/openapi/document.ts'
import type { Resource, Target } from '../../target/target.ts'
import { broken } from '../../values/broken.ts'
import { jsonSchemaOf } from './body.ts'

/** A member that is described otherwise. */
export interface WrongMember {
  readonly name: string
  readonly value: unknown
  /** `"/rank" is -1; at least 0 is expected`. */
  readonly says: string
}

const MOST = 4

/** Values for members other than the text that an operation is described to refuse, none of them the text's. */
export function wrongMembers(
  { description }: Pick<Target, 'description'>,
  { operations, text }: Resource,
  method: 'create' | 'replace' | 'patch',
  random: Random,
): WrongMember[] {
  if (description === undefined) return []
  const own = wrongIn(jsonSchemaOf(operations[method]), description, random)
  // What a patch may have is often not described; it is refused with what it makes of the item. Null takes away.
  const other = operations['replace'] ?? operations['create']
  const all =
    own.length > 0 || method !== 'patch'
      ? own
      : wrongIn(jsonSchemaOf(other), description, random).filter(({ value }) => value !== null)
  return all
    .filter(({ name }, at) => name !== text && all.findIndex((each) => each.name === name) === at)
    .slice(0, MOST)
}

function wrongIn(schema: Schema | undefined, description: Description, random: Random): WrongMember[] {
  if (schema === undefined) return []
  return broken(schema, description, random).flatMap(({ pointer, rule, says, value }) => {
    const [, name] = /^\/([^/~]+)$/.exec(pointer) ?? []
    return name === undefined || !TELLING.has(rule) || !isObject(value)
      ? []
      : [{ name, value: value[name], says }]
  })
}

/** Rules that are mostly carried out; what is not known, or of another format, is often put up with. */
const TELLING = new Set([
  'type',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'maxItems',
  'enum',
])
