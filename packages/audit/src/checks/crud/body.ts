import type { Random } from '../../run/random.ts'
import type { Operation } from '../../target/description.ts'
import { isObject, step } from '../../target/openapi/document.ts'
import type { Resource, Target } from '../../target/target.ts'
import { need } from '../../verdict.ts'

export type Json = Readonly<Record<string, unknown>>

/** Content for an item, and a text in it that is in nothing else, so that the item can be told from others. */
export interface Body {
  readonly json: Json
  /** Empty where nothing tells it from others, and that is allowed. */
  readonly marker: string
}

/** What of the items that are made does not matter. */
export interface Making {
  /** That nothing tells one from another. */
  readonly alike?: boolean
}

/** Content for a new item. @throws CannotTell where no text of it can be made to differ from that of others, unless it may be alike */
export function newBody(resource: Resource, random: Random, { alike = false }: Making = {}): Body {
  const json = resource.example()
  const { text } = resource
  if (text !== undefined && (json[text] === undefined || typeof json[text] === 'string')) {
    const marker = `audit ${random.word(10)}`
    return { json: { ...json, [text]: marker }, marker }
  }
  const marker = differing(json, resource.example())
  return {
    json,
    marker: need(
      marker ?? (alike ? '' : undefined),
      `Nothing tells an item of ${resource.path} from another; name a member that is any text with "text", or put {{random}} into its example.`,
    ),
  }
}

/** The longest text of a value that another value made alike has not. */
function differing(one: unknown, other: unknown): string | undefined {
  if (typeof one === 'string') return one !== other && /^[\w .-]{8,}$/.test(one) ? one : undefined
  if (typeof one !== 'object' || one === null) return undefined
  const found = Object.entries(one).flatMap(
    ([name, each]) => differing(each, (other as Json | undefined)?.[name]) ?? [],
  )
  return found.toSorted((a, b) => b.length - a.length)[0]
}

/** The content without those members at its top that an operation is described not to take. */
export function fitTo(operation: Operation | undefined, json: Json, { description }: Target): Json {
  const schema = jsonSchemaOf(operation)
  if (schema === undefined || description === undefined) return json
  const mistakes = description.examine(schema, json, 'request')
  const isExtra = (name: string) =>
    mistakes.some(
      ({ rule, pointer }) =>
        (rule === 'additionalProperties' || rule === 'unevaluatedProperties') && pointer === step('', name),
    )
  return Object.fromEntries(Object.entries(json).filter(([name]) => !isExtra(name)))
}

/** The schema of the JSON that an operation is described to take. */
export function jsonSchemaOf(operation: Operation | undefined) {
  const found = Object.entries(operation?.body?.content ?? {}).find(([type]) => /[/+]json\b/i.test(type))
  return found?.[1].schema
}

/** The schema of the JSON with which an operation is described to answer, where it succeeds. */
export function answerSchemaOf(operation: Operation | undefined) {
  const success = Object.entries(operation?.answers ?? {}).find(([status]) => status.startsWith('2'))
  const found = Object.entries(success?.[1].content ?? {}).find(([type]) => /[/+]json\b/i.test(type))
  return found?.[1].schema
}

/** The object of an answer that has one of these members: the answer itself, or what is wrapped in it. */
export function objectWith(json: unknown, names: readonly string[], depth = 2): Json | undefined {
  if (!isObject(json)) return undefined
  if (names.some((name) => Object.hasOwn(json, name))) return json
  if (depth === 0) return undefined
  const within = Object.values(json).flatMap((each) => {
    const found = objectWith(each, names, depth - 1)
    return found === undefined ? [] : [found]
  })
  return within.length === 1 ? within[0] : undefined
}
