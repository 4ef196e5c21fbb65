import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { launch } from '../../process/launch.ts'
import { probe } from '../../process/probe.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import type { Connection } from '../../wire/connection.ts'
import { writeRequest } from '../../wire/request.ts'
import { DRAIN } from './mend.ts'

const CLIENTS = 32
/** Milliseconds of load before the signal: until all clients have had an answer. */
const BEFORE = 200
const MOST_BEFORE = 3000
/** Answers on one connection, so that what is kept as evidence stays small. */
const ON_EACH = 500

export const underLoad = check({
  id: 'shutdown/under-load',
  claim: 'Under load no request is lost that was sent before the signal.',
  severity: 'should',
  source: [rfc(9112, '9.6'), rfc(9112, '9.5')],
  mend: DRAIN,
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using launched = await launch(inspection)
    const { running, connect } = launched
    const { slow } = launched.controlled.config
    const quick = probe(inspection.target)
    const { host } = launched.instance.origin
    const first = writeRequest(quick, host)
    const requests = [first, slow === undefined ? first : writeRequest({ path: slow }, host)]
    const load = { answered: 0, waiting: 0, signalled: false, lost: [] as Connection[] }
    const ask = async (connection: Connection, request: Uint8Array, isAccepted: boolean) => {
      // A connection that has had no answer may still wait in the system to be accepted, which the target knows nothing of.
      const early = !load.signalled && isAccepted
      if (early) load.waiting++
      await connection.write(request)
      const answer = await connection.next('GET', 5000)
      if (answer?.complete === true) load.answered++
      // The end of a connection and a later request may cross each other (RFC 9112 section 9.5).
      else if (early) load.lost.push(connection)
      if (early && !load.signalled) load.waiting--
      return (
        answer?.complete === true &&
        connection.ended === 'open' &&
        !answer.headers.list('connection').includes('close')
      )
    }
    const client = async (request: Uint8Array) => {
      while (!load.signalled) {
        const connection = await connect().catch((error: unknown) => {
          if (!load.signalled) throw error
        })
        if (connection === undefined) return
        let goesOn = await ask(connection, first, false)
        for (let n = 1; n < ON_EACH && goesOn && !load.signalled; n++)
          goesOn = await ask(connection, request, true)
      }
    }
    const clients = Promise.all(
      Array.from({ length: CLIENTS }, (_, n) => client(requests[n % requests.length] ?? first)),
    )
    for (const until = performance.now() + MOST_BEFORE; performance.now() < until;) {
      await running.ends(BEFORE)
      if (load.answered > CLIENTS) break
    }
    if (load.lost.length > 0) return inconclusive('Requests were lost before the signal already.')
    load.signalled = true
    running.signal('SIGTERM')
    await clients
    const { waiting, answered } = load
    const [lost] = load.lost
    if (lost !== undefined)
      return failed(
        `${load.lost.length} of ${waiting} requests that were under way at SIGTERM got no answer (${answered} were answered).`,
        lost.exchange,
      )
    return waiting === 0
      ? inconclusive('No request was under way at the signal: it answers too quickly for that.')
      : passed(`All of ${waiting} requests that were under way at SIGTERM were answered.`)
  },
  flaw: program('serve({ leave: ({ server }) => { server.closeAllConnections(); process.exit(0) } })'),
  sound: soundProgram,
})
