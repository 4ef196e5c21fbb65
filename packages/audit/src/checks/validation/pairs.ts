import type { Description } from '../../target/description.ts'
import { isObject } from '../../target/openapi/document.ts'
import { valid } from '../../values/valid.ts'
import type { Random } from '../../run/random.ts'
import type { BodyCall } from '../openapi/body-calls.ts'
import { hasType, membersOf, type Member } from '../openapi/texts-of.ts'

type Json = Readonly<Record<string, unknown>>

/** Two members side by side that are the ends of something: days, moments, or a least and a most. */
export interface Pair {
  readonly lower: string
  readonly upper: string
  /** Content with these values for the two. */
  readonly put: (lower: unknown, upper: unknown) => Json
  /** The two in an item; `undefined` where it does not show both. */
  readonly get: (item: Json | undefined) => readonly [lower: unknown, upper: unknown] | undefined
  /** Values for them that are the right way round. */
  readonly values: readonly [lower: unknown, upper: unknown]
}

/** The pairs at the top of a call's content, and in the objects there. */
export function pairsIn(call: BodyCall, description: Description, random: Random): Pair[] {
  const members = membersOf(call, description)
  const inner = members.flatMap((member): Pair[] => {
    const { name, schema } = member
    if (schema === undefined || !hasType(member, 'object')) return []
    const given = call.example()[name]
    const object = isObject(given) ? given : valid(schema, description, random, { members: 'all' })
    if (!isObject(object)) return []
    return pairsOf(membersOf({ ...call, schema, example: () => object }, description)).map((pair) => ({
      ...pair,
      put: (lower, upper) => ({
        ...call.example(),
        [name]: { ...object, [pair.lower]: lower, [pair.upper]: upper },
      }),
      get: (item) => pair.get(isObject(item?.[name]) ? item[name] : undefined),
    }))
  })
  const outer = pairsOf(members).map((pair): Pair => ({
    ...pair,
    put: (lower, upper) => ({ ...call.example(), [pair.lower]: lower, [pair.upper]: upper }),
  }))
  return [...outer, ...inner]
}

/** What the two ends are called. */
const ENDS: readonly (readonly [lower: string, upper: string])[] = [
  ['start', 'end'],
  ['starts', 'ends'],
  ['begin', 'end'],
  ['begins', 'ends'],
  ['from', 'to'],
  ['from', 'until'],
  ['from', 'till'],
  ['since', 'until'],
  ['min', 'max'],
  ['minimum', 'maximum'],
]

function pairsOf(members: readonly Member[]): Omit<Pair, 'put'>[] {
  return members.flatMap((lower) =>
    members.flatMap((upper) => {
      const ends = ENDS.find((each) => respelt(lower.name, each) === upper.name)
      const values = ends && valuesFor(lower, upper, ends)
      if (values === undefined) return []
      const get: Pair['get'] = (item) =>
        item === undefined || !(lower.name in item && upper.name in item)
          ? undefined
          : [item[lower.name], item[upper.name]]
      return [{ lower: lower.name, upper: upper.name, get, values }]
    }),
  )
}

/** The name with the word for one end replaced by that for the other: `startsAt`, `endsAt`. */
function respelt(name: string, [lower, upper]: readonly [string, string]): string | undefined {
  const words = name.split(/(?=[A-Z])|([_-])/).filter((word) => word !== undefined)
  const at = words.findIndex((word) => word.toLowerCase() === lower)
  if (at === -1) return undefined
  const capital = /^[A-Z]/.test(words[at] ?? '')
  return words.with(at, capital ? upper.charAt(0).toUpperCase() + upper.slice(1) : upper).join('')
}

/** Days and moments of years to come; numbers where they are a least and a most. Hours of the day may pass midnight. */
function valuesFor(lower: Member, upper: Member, [word]: readonly string[]): Pair['values'] | undefined {
  if ([lower, upper].some(({ schema }) => schema?.['readOnly'] === true)) return undefined
  const formats = [lower, upper].map(({ schema }) => schema?.['format'])
  if (word?.startsWith('min') === true)
    return hasType(lower, 'integer', 'number') && hasType(upper, 'integer', 'number') ? [1, 2] : undefined
  if (formats.every((format) => format === 'date')) return ['2031-03-01', '2031-03-04']
  if (formats.every((format) => format === 'date-time'))
    return ['2031-03-01T10:00:00Z', '2031-03-04T10:00:00Z']
  return undefined
}
