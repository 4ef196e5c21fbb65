import type { Log } from '../context/index.ts'
import type { Event } from './event.ts'
import type { RecordedOf } from './read.ts'

/** Something that follows the log: a projection, or what reacts to events. */
export interface Consumer {
  readonly kind: 'consumer'
  readonly name: string
  readonly spec: ConsumerSpec
  readonly handler: (context: never) => Promise<void> | void
}

export interface ConsumerSpec<Events extends readonly Event[] = readonly Event[]> {
  readonly events: Events
  /** Where it begins: with the first event of all unless said, or with what comes after its first start. */
  readonly from?: 'beginning' | 'now'
  /** Events that are handled in one transaction at most: 100 unless said. */
  readonly batch?: number
}

/**
 * What its handler is given, besides the services of the app; the database among them is the transaction in which the
 * consumer moves on.
 */
export interface ConsumerContext<Events extends readonly Event[] = readonly Event[]> {
  readonly event: RecordedOf<Events[number]>
  readonly log: Log
}

/** `defineConsumer` for an app whose handlers find `Known` in their context. */
export type DefineConsumer<Known> = <const Events extends readonly Event[]>(
  name: string,
  spec: ConsumerSpec<Events>,
  handler: (context: ConsumerContext<Events> & Known) => Promise<void> | void,
) => Consumer

const NAME = /^[a-z][a-z\d]*(-[a-z\d]+)*$/

/**
 * Describes what follows the log. It gets each event once and in order: what it writes to the database is committed together
 * with how far it has come. What it has done elsewhere would be done again after a crash: enqueue a job for that.
 *
 * @example
 * const count = defineConsumer('count-orders', { events: [orderPlaced] }, async ({ event, db }) => {
 *   await db.insertInto('days').values({ day: event.data.day, orders: 1 }).execute()
 * })
 */
export function defineConsumer<const Events extends readonly Event[]>(
  name: string,
  spec: ConsumerSpec<Events>,
  handler: (context: ConsumerContext<Events>) => Promise<void> | void,
): Consumer {
  if (!NAME.test(name)) throw new TypeError(`A consumer's name is like "count-orders"; got "${name}".`)
  return { kind: 'consumer', name, spec, handler }
}
