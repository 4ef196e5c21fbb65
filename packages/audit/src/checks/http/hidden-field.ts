import type { Inspection } from '../../run/inspection.ts'
import { failed, inconclusive, passed, type Verdict } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { carriersFor, publicPage } from './carriers.ts'
import { converse } from './converse.ts'

/**
 * Whether a Content-Length that stands where no field may begin is taken for one. Behind the head stands a request for
 * something that is not there: it is answered, where there is no content, and gone, where it was content.
 *
 * @param head the lines between the start line and the end of the head, with the length given
 */
export async function expectNoField(
  inspection: Inspection,
  what: string,
  head: (host: string, length: number) => string,
): Promise<Verdict> {
  const { path, seen } = publicPage(inspection.target)
  const { host, hidden, last } = carriersFor(inspection.target)
  const bytes = `GET ${path} HTTP/1.1\r\n${head(host, hidden.length)}\r\n${hidden}${last}`
  const exchange = await converse(inspection, bytes, 3)
  const [first, second, third] = exchange.answers
  if (first === undefined && exchange.ended === 'open')
    return inconclusive(`After ${what} the target neither answered nor ended the connection within 2 s.`)
  if (first === undefined || first.status >= 400) return passed('The request was refused.')
  if (second === undefined || third !== undefined) return passed()
  // Two answers of success: the second one is not that to a request for what is not there.
  if (first.status === seen.answer.status && second.status === seen.answer.status) {
    const says = `${what} was taken for a field: what stood behind the head was content then, and the request after that was answered with ${statusLine(second)}.`
    return failed(says, exchange, { in: 'received', from: second.from, to: second.to })
  }
  return passed()
}
