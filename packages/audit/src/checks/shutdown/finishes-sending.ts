import { check } from '../../check.ts'
import { program } from '../../flaws/program/program.ts'
import { launch } from '../../process/launch.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, need, passed } from '../../verdict.ts'
import { writeRequest } from '../../wire/request.ts'
import { DRAIN } from './mend.ts'

/** Bytes that the system may take over for a connection on both sides (tcp_wmem and tcp_rmem of Linux, at their largest). */
const BUFFERED = 12 << 20

/** Milliseconds that nobody reads: before the signal, and after it. */
const BEFORE = 100
const AFTER = 500

export const finishesSending = check({
  id: 'shutdown/finishes-sending',
  claim: 'A large answer to a slow reader is sent to its end after the signal.',
  severity: 'should',
  source: text('The Twelve-Factor App, IX. Disposability', 'https://12factor.net/disposability'),
  mend: DRAIN,
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    const { pages } = inspection.target
    const page = need(
      pages.find(({ seen }) => seen.answer.body.length > BUFFERED),
      `It needs an answer of more than ${BUFFERED >> 20} MB, which the system does not buffer; name a page with one under "pages".`,
    )
    await using launched = await launch(inspection)
    const { running, connect, patience } = launched
    const connection = await connect()
    await connection.write(writeRequest({ path: page.path, as: page.as }, connection.origin.host))
    connection.pause()
    await running.ends(BEFORE)
    running.signal('SIGTERM')
    await running.ends(AFTER)
    connection.resume()
    const answer = await connection.next('GET', Math.max(patience, 5000))
    if (answer === undefined || (answer.status < 300 && !answer.complete))
      return failed(
        `Of ${page.seen.answer.body.length} bytes that were being sent at SIGTERM, ${answer?.body.length ?? 0} arrived at a client that did not read for half a second.`,
        connection.exchange,
      )
    return answer.status < 300
      ? passed(`All of ${answer.body.length} bytes arrived.`)
      : inconclusive(`A fresh instance answered ${page.path} with ${answer.status}.`)
  },
  flaw: program('serve({ leave: () => setTimeout(() => process.exit(0), 200) })', {
    config: { pages: ['/large'] },
  }),
  sound: program('serve()', { config: { pages: ['/large'] } }),
})
