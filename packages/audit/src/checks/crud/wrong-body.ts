import type { Random } from '../../run/random.ts'
import type { Resource, Target } from '../../target/target.ts'
import { broken } from '../../values/broken.ts'
import { jsonSchemaOf, type Json } from './body.ts'

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
  const schema = jsonSchemaOf(operations[method])
  if (description === undefined || schema === undefined) return []
  const found = broken(schema, description, random).flatMap(({ pointer, rule, says, value }) => {
    const [, name] = /^\/([^/~]+)$/.exec(pointer) ?? []
    if (name === undefined || name === text || !TELLING.has(rule)) return []
    return [{ name, value: (value as Json)[name], says }]
  })
  return found
    .filter(({ name }, index) => found.findIndex((each) => each.name === name) === index)
    .slice(0, MOST)
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
