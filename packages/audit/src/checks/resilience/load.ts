import type { Launched } from '../../process/launch.ts'
import type { Inspection } from '../../run/inspection.ts'
import { probe } from '../../process/probe.ts'
import { CannotTell } from '../../verdict.ts'
import { writeRequest } from '../../wire/request.ts'

const CLIENTS = 8
/** Requests on one connection, so that what is kept as evidence stays small. */
const ON_EACH = 125
/** Milliseconds for an answer. */
const WITHIN = 5000

/** Sends so many requests, half of them to an address that is another one each time. */
export async function load({ target }: Inspection, launched: Launched, requests: number): Promise<void> {
  const { host } = launched.instance.origin
  const page = writeRequest(probe(target), host)
  let left = requests
  const client = async () => {
    while (left > 0) {
      const connection = await launched.connect()
      for (let n = 0; n < ON_EACH && left > 0 && connection.ended === 'open'; n++) {
        left--
        await connection.write(n % 2 === 0 ? page : writeRequest({ path: target.missing() }, host))
        const answer = await connection.next('GET', WITHIN)
        if (answer === undefined && connection.ended === 'open')
          throw new CannotTell(`It did not answer within ${WITHIN} ms under a little load.`)
        if (answer?.headers.list('connection').includes('close')) break
      }
      connection.destroy()
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
}
