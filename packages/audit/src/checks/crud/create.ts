import type { Inspection } from '../../run/inspection.ts'
import type { Resource, User } from '../../target/target.ts'
import { CannotTell } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { Unreachable } from '../../wire/connection.ts'
import type { Answered } from '../../wire/exchange.ts'
import type { RequestSpec } from '../../wire/request.ts'
import { addressOf } from './address.ts'
import type { Body } from './body.ts'
import { isSuccess } from './seen.ts'

/** What became of a request to make something. */
export interface Created {
  readonly answered: Answered
  /** Where it is; `undefined` where nothing tells. */
  readonly path: string | undefined
}

/**
 * Makes something with POST, or with PUT where the client chooses the address.
 *
 * @throws CannotTell where it is refused
 */
export async function create(
  inspection: Inspection,
  resource: Resource,
  { json }: Pick<Body, 'json'>,
  headers: RequestSpec['headers'] = {},
  as: User | undefined = resource.as,
): Promise<Created> {
  const request = { ...makingRequest(resource, json, as), headers }
  const answered = await conditioned(inspection, request)
  if (!isSuccess(answered))
    throw new CannotTell(
      `No item could be made in ${resource.path}: ${request.method} was answered with ${statusLine(answered.answer)}.`,
    )
  return { answered, path: resource.putAt === undefined ? addressOf(answered, resource) : request.path }
}

/** What makes an item: POST to the collection, or PUT where the client chooses the address. */
export function makingRequest(
  { path, putAt }: Resource,
  json: Body['json'],
  as: User | undefined,
): RequestSpec & { readonly method: string } {
  return putAt === undefined ? { method: 'POST', path, as, json } : { method: 'PUT', path: putAt(), as, json }
}

/** Deletes what may be there, where that can be done. */
export async function clear(
  inspection: Inspection,
  { methods, as }: Resource,
  paths: readonly (string | undefined)[],
  by: User | undefined = as,
): Promise<void> {
  if (!methods.includes('delete')) return
  const left = [...new Set(paths)].filter((path) => path !== undefined)
  const work = async () => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) await removeAt(inspection, path, by)
  }
  await Promise.all(Array.from({ length: CLEARED_AT_ONCE }, work))
}

const CLEARED_AT_ONCE = 8

async function removeAt(inspection: Inspection, path: string, as: User | undefined): Promise<void> {
  try {
    await conditioned(inspection, { method: 'DELETE', path, as })
  } catch (error) {
    // What cannot be cleared away is no finding, and hides none.
    if (!(error instanceof CannotTell || error instanceof Unreachable || inspection.signal.aborted))
      throw error
  }
}

/** Sends a change; once more, with the state that there is, where it is told that a condition is missing (RFC 6585 section 3). */
export async function conditioned(
  { send }: Pick<Inspection, 'send'>,
  request: RequestSpec,
): Promise<Answered> {
  const answered = await send(request)
  if (answered.answer.status !== 428 || Object.keys(request.headers ?? {}).some((name) => /^if-/i.test(name)))
    return answered
  const { path, as, headers } = request
  const tag = (await send({ path, as })).answer.headers.get('etag')
  return tag === undefined ? answered : send({ ...request, headers: { ...headers, 'If-Match': tag } })
}
