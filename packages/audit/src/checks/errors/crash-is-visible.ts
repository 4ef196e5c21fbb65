import { once } from 'node:events'
import { createServer } from 'node:net'
import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { portOf } from '../../process/instance.ts'
import { launch } from '../../process/launch.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'

/** Times as long as a start takes that the end of one may, besides the usual patience. */
const TIMES = 3

export const crashIsVisible = check({
  id: 'errors/crash-is-visible',
  claim:
    'A fault outside of requests, such as a port that is taken, ends the process with a code that is not 0.',
  severity: 'should',
  source: text('Node.js: uncaughtException', 'https://nodejs.org/api/process.html#event-uncaughtexception'),
  mend: {
    general:
      'Let a fault that nobody has foreseen end the process: log it, exit with a code other than 0, and leave the new start to what supervises it. A handler for everything that only logs leaves a process that runs and does nothing.',
    stacks: {
      Node: "process.on('uncaughtException', (error) => { log.fatal(error); process.exit(1) }), and server.on('error', …) likewise",
      'Go net/http': 'if err := server.ListenAndServe(); err != http.ErrServerClosed { log.Fatal(err) }',
      Java: 'Run with -XX:+ExitOnOutOfMemoryError, and set a default uncaught exception handler that exits.',
    },
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using launched = await launch(inspection)
    const { instance, patience } = launched
    const within = patience + TIMES * instance.startedIn
    await instance.running.end(patience)
    const port = portOf(instance.origin)
    const other = createServer((socket) => socket.destroy()).listen(port, '::')
    try {
      await once(other, 'listening')
      await instance.again({ untilReady: false })
      const { running } = instance
      const exit = await running.ends(within)
      if (exit === undefined && running.ports.length > 0)
        return inconclusive(`It listened at ${running.ports.join(' and ')} where its port was taken.`)
      if (exit === undefined)
        return failed(`Port ${port} was taken, and ${Math.round(within)} ms later it still ran without it.`)
      return exit.code === 0
        ? failed(`Port ${port} was taken, and it ended with 0, as if all were well.`)
        : passed(`Where its port was taken it ended with ${exit.code}.`)
    } finally {
      other.close()
    }
  },
  flaw: program(`
    process.on('uncaughtException', (error) => console.error(error.message))
    setInterval(() => undefined, 1000)
    serve()
  `),
  sound: soundProgram,
})
