import type { Inspection } from '../../run/inspection.ts'
import { failed, inconclusive, passed, type Verdict } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { writeRequest, type RequestSpec } from '../../wire/request.ts'

/**
 * Whether the answer to a request, which must have no content, has none: what comes behind its head is the answer to the
 * next request on the connection.
 *
 * @param status that it has to have; whatever it has, unless said
 */
export async function expectNoContent(
  { target, connect }: Inspection,
  request: RequestSpec,
  status?: number,
): Promise<Verdict | undefined> {
  const { method = 'GET', path } = request
  const connection = await connect()
  const next = { path, as: request.as, headers: { Connection: 'close' } }
  await connection.write(writeRequest(request, target.origin.host))
  const first = await connection.next(method)
  if (first === undefined) return inconclusive(`${method} ${path} was not answered.`)
  if (status !== undefined && first.status !== status) return undefined
  // Content that is too much comes with the head, or hard upon it.
  await connection.arrives(50)
  await connection.write(writeRequest(next, target.origin.host))
  const second = await connection.next('GET', 3000)
  const { exchange } = connection
  if (second !== undefined && second.status === 0) {
    const says = `Behind the head of the answer to ${method} ${path} (${statusLine(first)}) came content, where the answer to the next request was expected.`
    return failed(says, exchange, { in: 'received', from: first.to, to: exchange.received.length })
  }
  if (second !== undefined) return passed()
  if (exchange.received.length === first.to && exchange.ended !== 'open')
    return passed('The connection was ended behind the head.')
  return inconclusive('The next request on the connection was not answered.')
}
