import type { Inspection } from '../../run/inspection.ts'
import type { Answer } from '../../wire/answer.ts'
import type { Exchange } from '../../wire/exchange.ts'

/** Milliseconds for the first answer, and for each one after it. */
const FIRST = 2000
const NEXT = 700

/** Sends bytes on a connection of their own and gives what comes back: until its end, `enough` answers, or silence. */
export async function converse(
  { connect }: Pick<Inspection, 'connect'>,
  bytes: string | Uint8Array,
  enough: number,
): Promise<Exchange> {
  const connection = await connect()
  await connection.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  for (let count = 0; count < enough; count++) {
    if ((await connection.next('GET', count === 0 ? FIRST : NEXT)) === undefined) break
  }
  const { exchange } = connection
  connection.destroy()
  return exchange
}

/** With these a server says that it did not take what came for a request, or would not serve it: not that it served it. */
const REFUSALS: ReadonlySet<number> = new Set([
  0, 400, 408, 413, 414, 417, 426, 429, 431, 500, 501, 502, 503, 505,
])

/** Whether an answer shows that the target took something for a request. */
export function isServed({ status }: Answer): boolean {
  return !REFUSALS.has(status)
}
