import type { Mend } from '../../check.ts'
import type { Inspection } from '../../run/inspection.ts'
import type { Target } from '../../target/target.ts'
import { CannotTell } from '../../verdict.ts'
import type { Http2Connection } from '../../wire/http2/connection.ts'
import { openHttp2Connection, type Http2Options } from '../../wire/http2/open.ts'
import { describeOutcome, type Http2Answer } from '../../wire/http2/outcome.ts'
import type { Field } from '../../wire/http2/hpack.ts'

/** Targets that were found not to speak HTTP/2, so that it is asked once. */
const deaf = new WeakSet<Target>()

/**
 * A connection that speaks HTTP/2: chosen by ALPN over https, with prior knowledge over http.
 *
 * @throws CannotTell where the target does not
 */
export async function speakHttp2(
  inspection: Inspection,
  options: Http2Options = {},
): Promise<Http2Connection> {
  const { target, connect } = inspection
  const connection = deaf.has(target)
    ? undefined
    : await openHttp2Connection(await connect({ alpn: ['h2', 'http/1.1'] }), options)
  if (connection !== undefined) return connection
  deaf.add(target)
  throw new CannotTell(
    target.origin.protocol === 'https:'
      ? 'It does not speak HTTP/2: ALPN did not choose h2.'
      : 'It does not speak HTTP/2 without TLS; give its https address if it has one.',
  )
}

/** The fields of a request that any browser could send. */
export function fieldsOf(
  { target }: Pick<Inspection, 'target'>,
  path: string,
  more: readonly Field[] = [],
  method = 'GET',
): Field[] {
  return [
    [':method', method],
    [':scheme', target.origin.protocol.slice(0, -1)],
    [':path', path],
    [':authority', target.origin.host],
    ['user-agent', 'principia-audit'],
    ['accept', '*/*'],
    ...more,
  ]
}

/** A page that anybody can have over HTTP/2. */
export interface GoodPage {
  readonly path: string
  readonly answer: Http2Answer
}

/**
 * Asks for a page of which it is known that it answers with content.
 *
 * @throws CannotTell where there is none
 */
export async function goodPage(inspection: Inspection, connection?: Http2Connection): Promise<GoodPage> {
  const page = inspection.target.pages.find(({ as, seen }) => as === undefined && seen.answer.body.length > 0)
  if (page === undefined)
    throw new CannotTell(
      'No page is known that answers anybody with content; name one under "pages" in the configuration.',
    )
  const { path } = page
  const http2 = connection ?? (await speakHttp2(inspection))
  const outcome = await http2.outcome(await http2.request(fieldsOf(inspection, path)))
  if (outcome.kind === 'answer' && outcome.answer.status < 300 && outcome.answer.body.length > 0)
    return { path, answer: outcome.answer }
  throw new CannotTell(
    `A good request for ${path} over HTTP/2 ${describeOutcome(outcome)}: there is nothing to compare with.`,
  )
}

/** What to do where a rule of the protocol itself is broken: hardly anybody writes that layer themselves. */
export const PROTOCOL_MEND: Mend = {
  general:
    'This is decided by the HTTP/2 implementation of the server or the proxy, not by the application: update it, or report the exchange to its authors.',
  stacks: {
    'node:http2': 'Comes with Node: run a release that is maintained.',
    'Go net/http': 'Comes with Go; golang.org/x/net/http2 where it is imported by itself.',
    nginx: 'Run the current stable or mainline release.',
    'Spring Boot': "Update the server inside: Tomcat, Jetty or Netty, by Spring Boot's managed versions.",
  },
}
