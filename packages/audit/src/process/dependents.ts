import type { Inspection } from '../run/inspection.ts'
import { NoAnswer } from '../run/inspection.ts'
import { CannotTell } from '../verdict.ts'
import { Unreachable } from '../wire/connection.ts'
import type { Exchange, Answered } from '../wire/exchange.ts'
import type { RequestSpec } from '../wire/request.ts'
import { databaseOf, type Launched } from './launch.ts'
import { makingOf } from './making.ts'
import type { Fault } from './tcp-proxy.ts'

/** A request that succeeds, and does not while the database is away. */
export interface Dependent {
  readonly request: RequestSpec
  /** `undefined` where it got no answer in time. */
  readonly answered: Answered | undefined
  readonly exchange: Exchange
}

/** Pages that are tried. */
const MOST = 4

/**
 * Takes the database away and tells of the requests that need it; it stays away.
 *
 * @param fault how new connections to it fail; those that are there are cut unless it is silent
 * @param within milliseconds for an answer
 * @throws CannotTell where the database is not known, or nothing needs it
 */
export async function withoutDatabase(
  { target }: Inspection,
  launched: Launched,
  fault: Fault,
  within = launched.patience,
): Promise<Dependent[]> {
  const database = databaseOf(launched)
  const { send } = launched
  const good: RequestSpec[] = []
  for (const { path, as } of target.pages.slice(0, MOST)) {
    const { answer } = await send({ path, as })
    if (answer.status < 300) good.push({ path, as })
  }
  for (const resource of target.writable ? target.resources.slice(0, 1) : []) {
    const first = makingOf(resource)
    const { answer } = first === undefined ? {} : await send(first)
    const next = makingOf(resource)
    if (answer !== undefined && answer.status < 300 && next !== undefined) good.push(next)
  }
  await database.set(fault)
  if (fault !== 'silent') database.cut()
  const tried = await Promise.all(good.map((request) => tryOnce(launched, request, within)))
  const dependents = tried.filter(({ answered }) => answered === undefined || answered.answer.status >= 300)
  if (dependents.length === 0)
    throw new CannotTell(
      'None of its pages needs the database, as far as they are known; name one that does under "pages".',
    )
  return dependents
}

/** @param within milliseconds for its answer */
export async function tryOnce({ send }: Launched, request: RequestSpec, within: number): Promise<Dependent> {
  try {
    const answered = await send(request, { within, limited: true })
    return { request, answered, exchange: answered }
  } catch (error) {
    if (error instanceof NoAnswer) return { request, answered: undefined, exchange: error.exchange }
    if (error instanceof Unreachable)
      throw new CannotTell(`It could not be reached any more: ${error.message}`)
    throw error
  }
}
