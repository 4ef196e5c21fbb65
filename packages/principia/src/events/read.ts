import { query, type Queryable } from '../database/index.ts'
import { readData } from './data.ts'
import type { DataOf, Event, Recorded } from './event.ts'

export interface StoredEvent {
  readonly position: number | null
  readonly stream: string | null
  readonly version: number | null
  readonly type: string
  readonly schema_version: number
  readonly data: unknown
  readonly trace_id: string | null
  readonly appended_at: Date
}

const COLUMNS = 'position, stream, version, type, schema_version, data, trace_id, appended_at'

const STREAM = `
  select ${COLUMNS} from principia_events
  where stream = $1 and version > $2 and version <= $3 and ($4::timestamptz is null or appended_at <= $4)
  order by version limit $5`

/** `$2` are the types that are wanted. */
export const AFTER = `
  select ${COLUMNS} from principia_events where position > $1 and type = any($2::text[]) order by position limit $3`

export interface ReadOptions {
  /** After this version of the stream: from its beginning unless said. */
  readonly after?: number
  /** Up to this version. */
  readonly upTo?: number
  /** As the stream was then. */
  readonly asOf?: Date
}

const PAGE = 500

/**
 * Reads a stream, oldest first, its data as the newest version of each event has it.
 *
 * @throws TypeError at an event that is not among `events`
 * @example
 * for await (const { type, data } of readStream(db, `order-${id}`, [orderPlaced, orderShipped])) console.log(type, data)
 */
export async function* readStream<const Events extends readonly Event[]>(
  db: Queryable,
  stream: string,
  events: Events,
  { after = 0, upTo = 2 ** 31 - 1, asOf }: ReadOptions = {},
): AsyncGenerator<RecordedOf<Events[number]>> {
  const known = new Map(events.map((event) => [event.name, event]))
  for (let last = after; ;) {
    const page = await query<StoredEvent>(db, STREAM, [stream, last, upTo, asOf ?? null, PAGE])
    for (const row of page) {
      last = row.version ?? last
      yield (await toRecorded(row, known)) as RecordedOf<Events[number]>
    }
    if (page.length < PAGE) return
  }
}

/** An event of one of these kinds, as it stands in the log: its `type` says which. */
export type RecordedOf<E extends Event> = E extends Event
  ? Recorded<DataOf<E>> & { readonly type: E['name'] }
  : never

export async function toRecorded(row: StoredEvent, known: ReadonlyMap<string, Event>): Promise<Recorded> {
  const event = known.get(row.type)
  if (event === undefined)
    throw new TypeError(`There is an event "${row.type}", of which the reader does not know what it is.`)
  return {
    position: row.position ?? 0,
    stream: row.stream ?? undefined,
    version: row.version ?? undefined,
    type: row.type,
    data: await readData(event, row.schema_version, row.data),
    appendedAt: row.appended_at,
  }
}
