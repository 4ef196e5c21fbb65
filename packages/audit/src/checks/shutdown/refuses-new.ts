import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { hold } from '../../process/in-flight.ts'
import { launch } from '../../process/launch.ts'
import { probe } from '../../process/probe.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { Unreachable } from '../../wire/connection.ts'
import { writeRequest } from '../../wire/request.ts'
import { DRAIN } from './mend.ts'

/** Milliseconds between two attempts, and how many have to be dropped: one alone may have met the closing of the port. */
const AGAIN = 50
const DROPPED = 3

export const refusesNew = check({
  id: 'shutdown/refuses-new',
  claim: 'After the signal new connections are served or refused, not accepted and dropped.',
  severity: 'should',
  source: rfc(9112, '9.6'),
  mend: {
    general:
      'Close the listening socket; then clients see a refused connection, on which nothing can be lost, and try elsewhere. Do not accept connections in order to close them.',
    stacks: DRAIN.stacks ?? {},
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using launched = await launch(inspection)
    const { running, connect, patience } = launched
    await hold(inspection, launched)
    running.signal('SIGTERM')
    let dropped = 0
    for (const until = performance.now() + patience; performance.now() < until;) {
      let connection
      try {
        connection = await connect()
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error
        return passed('New connections were refused while a request was under way.')
      }
      await connection.write(writeRequest(probe(inspection.target), connection.origin.host))
      const answer = await connection.next('GET', 1000)
      dropped = answer === undefined ? dropped + 1 : 0
      if (dropped === DROPPED && running.exit === undefined)
        return failed(
          `${DROPPED} connections in a row were accepted after SIGTERM and got no answer; they should have been refused at connect.`,
          connection.exchange,
        )
      if ((await running.ends(AGAIN)) !== undefined)
        return inconclusive('It ended before it could be seen what it does with new connections.')
    }
    return inconclusive(`It went on serving new connections for ${patience} ms after SIGTERM.`)
  },
  flaw: program(`
    serve({
      leave({ server, open }) {
        server.on('connection', (socket) => socket.destroy())
        for (const response of open) response.on('close', () => process.exit(0))
      },
    })
  `),
  sound: soundProgram,
})
