import { isObject } from '../../target/openapi/document.ts'
import type { Target } from '../../target/target.ts'
import { jsonOf } from '../../wire/answer.ts'
import { answerSchemaOf, jsonSchemaOf, objectWith, type Json } from './body.ts'
import type { Item } from './item.ts'
import { describedMembers } from './optional.ts'

/**
 * The members that only the server sets, each with another value than it has, of its kind: the id by which an item goes, and by
 * the description those that are `readOnly`, and those that an item has and what makes it is described not to take.
 */
export function serverMembers(target: Pick<Target, 'description'>, item: Item): Json {
  return { ...idOf(item), ...describedServerMembers(target, item) }
}

/** The id by which an item goes: another one would be that of nothing, or of another item. */
function idOf({ path, shown, body }: Item): Json {
  const now = objectWith(jsonOf(shown.answer), Object.keys(body.json)) ?? {}
  const name = path.slice(path.lastIndexOf('/') + 1)
  const isId = (value: unknown) =>
    (typeof value === 'string' || typeof value === 'number') && String(value) === name
  const found = ['id', '_id', 'uuid'].find((each) => isId(now[each]) && !Object.hasOwn(body.json, each))
  const other = found === undefined ? undefined : otherThan(now[found])
  return found === undefined || other === undefined ? {} : { [found]: other }
}

/** Those that the description tells. */
export function describedServerMembers(
  target: Pick<Target, 'description'>,
  { resource, body, shown }: Item,
): Json {
  const { description } = target
  const { operations } = resource
  const create = operations['create'] ?? operations['replace']
  const answers = answerSchemaOf(operations['read'])
  const schema = jsonSchemaOf(create)
  if (description === undefined || schema === undefined || answers === undefined) return {}
  const known = description.resolve(answers)
  const described = isObject(known) && isObject(known['properties']) ? known['properties'] : {}
  const taken = {
    ...describedMembers(target, resource, 'patch'),
    ...describedMembers(target, resource, 'create'),
    ...describedMembers(target, resource, 'replace'),
  }
  const now = objectWith(jsonOf(shown.answer), Object.keys(body.json)) ?? {}
  const isReadOnly = (member: unknown) => {
    const resolved = isObject(member) ? description.resolve(member) : undefined
    return isObject(resolved) && resolved['readOnly'] === true
  }
  return Object.fromEntries(
    Object.entries(now)
      .filter(([name]) => Object.hasOwn(described, name))
      .filter(
        ([name]) =>
          isReadOnly(described[name]) || (Object.keys(taken).length > 0 && !Object.hasOwn(taken, name)),
      )
      .flatMap(([name, value]) => {
        const other = otherThan(value)
        return other === undefined ? [] : [[name, other]]
      }),
  )
}

/** A value of the same kind; `undefined` where none comes to mind. */
function otherThan(value: unknown): unknown {
  if (typeof value === 'number') return value + 1000
  if (typeof value === 'boolean') return !value
  if (typeof value !== 'string') return undefined
  if (/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(value)) return '0d9f6d1e-3c0e-4d52-9f0a-2f1b6c5d4e3a'
  if (!Number.isNaN(Date.parse(value)) && /^\d{4}-\d\d-\d\d/.test(value)) return '2001-02-03T04:05:06.000Z'
  return /^[\w.@-]{1,100}$/.test(value) ? `${value}x` : undefined
}
