import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { isFree } from '../../process/free-port.ts'
import { StartFailed } from '../../process/instance.ts'
import { launch } from '../../process/launch.ts'
import { portOf } from '../../process/instance.ts'
import { probe } from '../../process/probe.ts'
import { text } from '../../source.ts'
import { CannotTell, failed, passed } from '../../verdict.ts'
import { writeRequest } from '../../wire/request.ts'

/** Milliseconds in which what was under the main process ends as well. */
const SOON = 500

export const portReleased = check({
  id: 'shutdown/port-released',
  claim: 'When it has ended its port is free, and it can be started again at once.',
  severity: 'should',
  source: text('The Twelve-Factor App, IX. Disposability', 'https://12factor.net/disposability'),
  mend: {
    general:
      'End the processes that were started along the way, so that none of them keeps the listening socket, and listen with SO_REUSEADDR, so that connections of before do not stand in the way.',
    stacks: {
      Python: 'socketserver.TCPServer.allow_reuse_address = True',
      Node: 'It listens so by itself; do not give the socket of the server to children that outlive it.',
    },
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using launched = await launch(inspection)
    const { running, instance, connect, patience } = launched
    // A connection that the target ends itself stays in the state TIME-WAIT on its side.
    const connection = await connect()
    await connection.write(writeRequest(probe(inspection.target), connection.origin.host))
    await connection.next()
    running.signal('SIGTERM')
    if ((await running.ends(patience)) === undefined)
      throw new CannotTell(`It does not end on SIGTERM within ${patience} ms.`)
    const port = portOf(instance.origin)
    if (!(await isFree(port, SOON)))
      return failed(
        `${SOON} ms after its end, port ${port} was still taken, by something that it had started.`,
      )
    try {
      await instance.again()
      return passed(`It was ready again after ${Math.round(instance.startedIn)} ms.`)
    } catch (error) {
      if (!(error instanceof StartFailed)) throw error
      return failed(`Right after its end it could not be started again at the same port. ${error.message}`)
    }
  },
  flaw: program(`
    import { spawn } from 'node:child_process'
    serve({
      leave({ server }) {
        spawn('sleep', ['3'], { stdio: ['ignore', 'ignore', 'ignore', server._handle.fd] })
        process.exit(0)
      },
    })
  `),
  sound: soundProgram,
})
