import type { Inspection } from '../../run/inspection.ts'
import { across, failed, inconclusive, passed, type Verdict } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { carriersFor, publicPage } from './carriers.ts'
import { converse } from './converse.ts'
import type { Malformed } from './refused.ts'

interface Parts {
  readonly host: string
  /** The path of a page that anybody may see. */
  readonly page: string
}

/**
 * Whether requests for a page that is there are refused, with any status of failure or without a word. Each says
 * `Connection: close`, so that nothing has to be waited for.
 */
export function expectBadRequests(
  inspection: Inspection,
  make: (parts: Parts) => readonly Malformed[],
): Promise<Verdict> {
  const { path, seen } = publicPage(inspection.target)
  const { host } = carriersFor(inspection.target)
  return across(make({ host, page: path }), 'There was nothing to send.', async ({ what, bytes }) => {
    const exchange = await converse(inspection, bytes, 1)
    const [answer] = exchange.answers
    if (answer === undefined) {
      if (exchange.ended !== 'open') return passed('The connection was ended.')
      return inconclusive(`After ${what} the target neither answered nor ended the connection within 2 s.`)
    }
    // Without a status line it is an answer of HTTP/0.9: an explanation, or the page.
    const isPage = seen.answer.body.length > 0 && answer.body.includes(seen.answer.body)
    if (answer.status === 0 && !isPage) return passed('It was refused, in the form of HTTP/0.9.')
    if (answer.status >= 400) return passed(`Answered with ${statusLine(answer)}.`)
    const how = answer.status === 0 ? 'the page, without a head' : statusLine(answer)
    const says = `A request with ${what} was answered with ${how}; 400 was expected.`
    return failed(says, exchange, { in: 'received', from: answer.from, to: answer.to })
  })
}

/** A GET of the page with such lines behind Host. */
export function getWith({ host, page }: Parts, lines: string): string {
  return `GET ${page} HTTP/1.1\r\nHost: ${host}\r\n${lines}Connection: close\r\n\r\n`
}
