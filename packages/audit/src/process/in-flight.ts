import type { Inspection } from '../run/inspection.ts'
import { CannotTell } from '../verdict.ts'
import type { Answer } from '../wire/answer.ts'
import type { Connection } from '../wire/connection.ts'
import { writeRequest } from '../wire/request.ts'
import type { Launched } from './launch.ts'
import { makingOf } from './making.ts'

/** A request that the target has taken and not answered yet. */
export interface InFlight {
  readonly connection: Connection
  /** Whether the target takes its time. Else it waits for the end of the content. */
  readonly slow: boolean
  /** Sends what is left, and gives the answer if it comes within so many milliseconds. */
  readonly answer: (within: number) => Promise<Answer | undefined>
}

/** Milliseconds after which a request without an answer is under way. */
const UNDER_WAY = 100

/**
 * Begins a request that takes its time: one that is known to, else one whose content is not there yet.
 *
 * @throws CannotTell where there is none of either kind
 */
export async function begin(inspection: Inspection, launched: Launched): Promise<InFlight> {
  return (await beginSlow(launched)) ?? (await beginHalf(inspection, launched)) ?? none()
}

/** Begins a request that does not end by itself, if there is one; else one that takes its time. */
export async function hold(inspection: Inspection, launched: Launched): Promise<InFlight> {
  return (await beginHalf(inspection, launched)) ?? (await beginSlow(launched)) ?? none()
}

function none(): never {
  throw new CannotTell(
    'It needs a request that takes a while; name a path under "slow", or a collection under "resources".',
  )
}

async function beginSlow({ connect, controlled, patience }: Launched): Promise<InFlight | undefined> {
  const path = controlled.config.slow
  if (path === undefined) return undefined
  const connection = await connect()
  await connection.write(writeRequest({ path }, connection.origin.host))
  if ((await connection.next('GET', UNDER_WAY)) !== undefined) return undefined
  return { connection, slow: true, answer: (within) => connection.next('GET', Math.max(within, patience)) }
}

/** A request to make an item, without the last byte of it. */
async function beginHalf({ target }: Inspection, { connect }: Launched): Promise<InFlight | undefined> {
  if (!target.writable) return undefined
  for (const resource of target.resources) {
    const request = makingOf(resource)
    if (request === undefined) continue
    const connection = await connect()
    const bytes = writeRequest(request, connection.origin.host)
    await connection.write(bytes.subarray(0, -1))
    if ((await connection.next(request.method, UNDER_WAY)) !== undefined || connection.ended !== 'open')
      continue
    return {
      connection,
      slow: false,
      async answer(within) {
        await connection.write(bytes.subarray(-1))
        return connection.next(request.method, within)
      },
    }
  }
  return undefined
}
