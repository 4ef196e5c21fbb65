import type { Input, Output, Schema } from '../validation/index.ts'

/** A kind of thing that happens, with the shape of what is told of it. */
export interface Event<Data extends Schema = Schema> {
  readonly kind: 'event'
  readonly name: string
  readonly spec: EventSpec<Data>
  /** One that happens now, to be given to `append` or `emit`. */
  (data: Input<Data>): EventCall<Event<Data>>
}

/** An event that is not in the log yet. */
export interface EventCall<E extends Event = Event> {
  readonly event: E
  readonly data: unknown
}

export interface EventSpec<Data extends Schema = Schema> {
  readonly data: Data
  /** Of the shape of its data: 1 unless said. Events of older ones stay as they were written. */
  readonly version?: number
  /** How data of an older version becomes data of the next one: `{ 1: (data) => … }` makes 2 of 1. */
  readonly upcast?: Readonly<Record<number, (data: never) => unknown>>
}

/** An event as it stands in the log. */
export interface Recorded<Data = unknown> {
  /** Its place in the whole log. Grows with each event that is read; there may be gaps. */
  readonly position: number
  /** `undefined` where it belongs to none. */
  readonly stream: string | undefined
  /** Its place in its stream, counted from 1 without gaps. */
  readonly version: number | undefined
  readonly type: string
  /** As its newest version has it. */
  readonly data: Data
  readonly appendedAt: Date
}

const NAME = /^[a-z][a-z\d]*(-[a-z\d]+)*$/

/**
 * Describes a kind of event. Its name stays once there are events of it.
 *
 * @throws TypeError where the name is no lower-case words with dashes, or an upcast is missing
 * @example
 * const orderPlaced = defineEvent('order-placed', { data: t.Object({ order: t.Integer() }) })
 * await append(tx, `order-${id}`, [orderPlaced({ order: id })])
 */
export function defineEvent<Data extends Schema>(name: string, spec: EventSpec<Data>): Event<Data> {
  if (!NAME.test(name)) throw new TypeError(`An event's name is like "order-placed"; got "${name}".`)
  const { version = 1, upcast = {} } = spec
  if (!Number.isInteger(version) || version < 1)
    throw new TypeError(`Event "${name}": version is a whole number of at least 1; got ${version}.`)
  const missing = Array.from({ length: version - 1 }, (_, index) => index + 1).find((one) => !(one in upcast))
  if (missing !== undefined)
    throw new TypeError(
      `Event "${name}": events of version ${missing} may be in the log; say in \`upcast\` what makes version ${missing + 1} of them.`,
    )
  const call = (data: Input<Data>): EventCall<Event<Data>> => ({ event, data })
  const described = Object.assign(call, { kind: 'event' as const, spec })
  const event: Event<Data> = Object.defineProperty(described, 'name', { value: name, enumerable: true })
  return event
}

/** What is told of an event of this kind. */
export type DataOf<E> = E extends Event<infer Data> ? Output<Data> : never
