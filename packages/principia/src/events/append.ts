import { currentScope } from '../context/index.ts'
import { query, type Queryable } from '../database/index.ts'
import { dataMistake } from './data.ts'
import type { EventCall } from './event.ts'

export interface AppendOptions {
  /** The version that the stream must have, 0 for none yet: else others have appended since it was read. */
  readonly expected?: number
}

/** Others have appended to the stream since it was read. Read it again, and decide again. */
export class StreamMoved extends Error {
  override readonly name = 'StreamMoved'
  readonly stream: string
  readonly expected: number

  constructor(stream: string, expected: number) {
    super(`Stream "${stream}" is not at version ${expected} any more: others have appended to it.`)
    this.stream = stream
    this.expected = expected
  }
}

/** To which queue of idle workers the log belongs: no job's queue can be called so. */
export const LOG = '$log'

/**
 * What takes the row of a stream, and gives the version that it has then. Whoever appends to the same stream waits until that
 * has been committed, so ids, and positions, are in the order of the versions. `$1` is the stream, `$2` the number of events.
 */
const MOVES = {
  whatever: `
    insert into principia_streams as stream (name, version) values ($1, $2)
    on conflict (name) do update set version = stream.version + excluded.version
    returning version`,
  begun: `
    insert into principia_streams (name, version) values ($1, $2) on conflict (name) do nothing returning version`,
  expected: `
    update principia_streams set version = version + $2 where name = $1 and version = $7 returning version`,
}

/** `$3` types, `$4` versions of their shapes, `$5` their data, `$6` the trace. */
const appending = (move: string) => `
  with moved as (${move}), ${WAKE}
  insert into principia_events (stream, version, type, schema_version, data, trace_id)
  select $1, moved.version - $2 + place, type, shape, data, $6
  from moved, unnest($3::text[], $4::smallint[], $5::jsonb[]) with ordinality as given (type, shape, data, place)
  order by place
  returning version, (select count(*) from woken)`

/** Told to a worker that waits; where none does, commits need not wait for one another to notify. */
const WAKE = `
  idle as (
    select from principia_workers where '${LOG}' = any(idle) limit 1
  ), woken as materialized (
    select pg_notify('principia_jobs', '${LOG}') from idle
  )`

const APPEND = {
  whatever: appending(MOVES.whatever),
  begun: appending(MOVES.begun),
  expected: appending(MOVES.expected),
}

const EMIT = `
  with ${WAKE}
  insert into principia_events (type, schema_version, data, trace_id)
  select type, shape, data, $4
  from unnest($1::text[], $2::smallint[], $3::jsonb[]) with ordinality as given (type, shape, data, place)
  order by place
  returning id, (select count(*) from woken)`

/**
 * Appends events to a stream in the caller's transaction: the things that happened to one order, one account, in order.
 *
 * @returns the version that the stream has then
 * @throws StreamMoved where it has not the version that was expected
 * @throws TypeError where the data is not what its event's schema says
 * @example
 * await append(tx, `order-${id}`, [orderPlaced({ order: id })], { expected: 0 })
 */
export async function append(
  db: Queryable,
  stream: string,
  events: readonly EventCall[],
  { expected }: AppendOptions = {},
): Promise<number> {
  if (events.length === 0) throw new TypeError(`Nothing was given to append to "${stream}".`)
  const [types, shapes, data] = await rowsOf(events)
  const how = expected === undefined ? 'whatever' : expected === 0 ? 'begun' : 'expected'
  const more = how === 'expected' ? [expected] : []
  const parameters = [stream, events.length, types, shapes, data, currentScope()?.traceId ?? null, ...more]
  const rows = await query<{ version: number }>(db, APPEND[how], parameters)
  const last = rows.at(-1)
  if (last !== undefined) return last.version
  throw new StreamMoved(stream, expected ?? 0)
}

/**
 * Tells, in the caller's transaction, that something happened, to which no stream belongs.
 *
 * @example
 * await emit(tx, userSignedUp({ user: id }))
 */
export async function emit(db: Queryable, ...events: readonly EventCall[]): Promise<void> {
  const [types, shapes, data] = await rowsOf(events)
  await query(db, EMIT, [types, shapes, data, currentScope()?.traceId ?? null])
}

async function rowsOf(events: readonly EventCall[]): Promise<readonly [string[], number[], string[]]> {
  const mistakes = await Promise.all(events.map(({ event, data }) => dataMistake(event, data)))
  const mistake = mistakes.find((one) => one !== undefined)
  if (mistake !== undefined) throw new TypeError(mistake)
  return [
    events.map(({ event }) => event.name),
    events.map(({ event }) => event.spec.version ?? 1),
    events.map(({ data }) => JSON.stringify(data)),
  ]
}
