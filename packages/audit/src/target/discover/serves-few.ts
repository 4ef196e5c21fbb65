import type { Inspection } from '../../run/inspection.ts'
import { Unreachable, type Connection } from '../../wire/connection.ts'
import { writeRequest, type RequestSpec } from '../../wire/request.ts'

/** More than checks at the same time hold open, most of the time. */
const CONNECTIONS = 16
const LEAST_PATIENCE = 1000

/**
 * Whether so few connections are served at once that checks at the same time would keep each other waiting: each has a
 * process or thread to itself from its first byte on, and there are a handful of these.
 *
 * @param start an address that was answered
 * @param usual milliseconds that this took
 */
export async function servesFew(
  { connect, target }: Pick<Inspection, 'connect' | 'target'>,
  start: RequestSpec,
  usual: number,
): Promise<boolean> {
  const request = writeRequest(start, target.origin.host)
  const halves: Connection[] = []
  try {
    for (let count = 0; count < CONNECTIONS; count++) {
      const half = await connect()
      halves.push(half)
      await half.write(request.subarray(0, -2))
    }
    using other = await connect()
    await other.write(request)
    return (await other.next('GET', Math.max(LEAST_PATIENCE, 10 * usual))) === undefined
  } catch (error) {
    if (error instanceof Unreachable) return true
    throw error
  } finally {
    for (const half of halves) half.destroy()
  }
}
