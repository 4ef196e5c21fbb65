import { isObject } from '../../target/openapi/document.ts'
import type { Schema } from '../../target/description.ts'
import type { Resource, Target } from '../../target/target.ts'
import { jsonOf } from '../../wire/answer.ts'
import { flatten } from '../../values/flatten.ts'
import { fitTo, jsonSchemaOf, objectWith, type Json } from './body.ts'
import type { Item } from './item.ts'

/** The members that an operation is described to take, by name; none where that is not known. */
export function describedMembers(
  { description }: Pick<Target, 'description'>,
  { operations }: Resource,
  method: Resource['methods'][number],
): Readonly<Record<string, Schema>> {
  const schema = jsonSchemaOf(operations[method])
  if (schema === undefined || description === undefined) return {}
  const variants = flatten(schema, description)
  return Object.fromEntries(
    variants.flatMap(({ properties }) => Object.entries((properties ?? {}) as Record<string, Schema>)),
  )
}

/**
 * A member that an item is described not to need, and to have no default for, of which this one shows the value that it was made
 * with: to be left out by PUT, or taken away with PATCH.
 */
export function describedOptional(
  target: Target,
  { resource, body, shown }: Item,
  method: 'replace' | 'patch',
): string | undefined {
  const { description } = target
  if (description === undefined) return undefined
  const fits = (each: 'create' | 'replace' | 'patch', json: Json) => {
    const schema = jsonSchemaOf(resource.operations[each])
    return schema === undefined || description.examine(schema, json, 'request').length === 0
  }
  const now = objectWith(jsonOf(shown.answer), Object.keys(body.json))
  const described = ([method, 'replace', 'create'] as const)
    .map((each) => describedMembers(target, resource, each))
    .find((each) => Object.keys(each).length > 0)
  return Object.entries(described ?? {})
    .filter(([name, each]) => {
      const member = description.resolve(each)
      const set = body.json[name]
      return (
        isObject(member) &&
        member['default'] === undefined &&
        member['readOnly'] !== true &&
        set !== undefined &&
        set !== null &&
        now !== undefined &&
        JSON.stringify(now[name]) === JSON.stringify(set) &&
        // A list or text that is empty is as if it were not there.
        !['""', '[]', '{}', 'false', '0'].includes(JSON.stringify(set))
      )
    })
    .map(([name]) => name)
    .find((name) => {
      const { [name]: _, ...rest } = body.json
      const whole = fitTo(resource.operations['replace'], rest, target)
      const isLeftOut = fits('replace', whole) && fits('create', rest)
      return name !== resource.text && isLeftOut && (method === 'replace' || fits('patch', { [name]: null }))
    })
}
