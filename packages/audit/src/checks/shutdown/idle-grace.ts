import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { launch } from '../../process/launch.ts'
import { probe } from '../../process/probe.ts'
import { rfc } from '../../source.ts'
import type { Inspection } from '../../run/inspection.ts'
import { failed, inconclusive, passed, type Verdict } from '../../verdict.ts'
import { writeRequest } from '../../wire/request.ts'
import { whenQuick } from './when-quick.ts'

/** Milliseconds after the signal at which the request is sent, and up to which it may be. */
const LATER = 50
const GRACE = 100

export const idleGrace = check({
  id: 'shutdown/idle-grace',
  claim: 'A request that arrives within 100 ms of the signal on a connection that was idle is answered.',
  severity: 'may',
  source: rfc(9112, '9.5'),
  mend: {
    general:
      'A request may be on its way on a connection that looks idle. Keep idle connections open for a moment after the signal, answer what arrives with "Connection: close", and close them then.',
    stacks: {
      Node: 'Wait some 100 ms between the signal and server.close(), which closes idle connections at once.',
      'Go net/http': 'time.Sleep before server.Shutdown, which closes idle connections at once',
      Kubernetes: 'A preStop hook that sleeps for some seconds has the same effect.',
    },
  },
  needs: ['process'],
  within: 60_000,
  run: (inspection) => whenQuick(() => attempt(inspection)),
  flaw: program(`
    serve({
      leave: (program) => {
        endUnused(program)
        return leave(program)
      },
    })
  `),
  sound: soundProgram,
})

async function attempt(inspection: Inspection): Promise<Verdict | undefined> {
  await using launched = await launch(inspection)
  const { running, connect } = launched
  const connection = await connect()
  const request = writeRequest(probe(inspection.target), connection.origin.host)
  await connection.write(request)
  const first = await connection.next()
  const closes = first === undefined || first.headers.list('connection').includes('close')
  if (closes || (await connection.closes(50)))
    return inconclusive('It does not keep connections after an answer.')
  const signalled = performance.now()
  running.signal('SIGTERM')
  const closed = await connection.closes(LATER)
  const late = performance.now() - signalled
  if (!closed) {
    await connection.write(request)
    if ((await connection.next('GET', 2000))?.complete === true) return passed()
  }
  // What is seen later than that may have happened in time.
  if (late > GRACE) return undefined
  return failed(
    closed
      ? `An idle connection was closed ${Math.round(late)} ms after SIGTERM: a request on its way would have been lost.`
      : `A request on an idle connection ${Math.round(late)} ms after SIGTERM got no answer.`,
    connection.exchange,
  )
}
