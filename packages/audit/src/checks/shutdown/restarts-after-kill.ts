import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { StartFailed } from '../../process/instance.ts'
import { launch } from '../../process/launch.ts'
import { probe } from '../../process/probe.ts'
import { text } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'

export const restartsAfterKill = check({
  id: 'shutdown/restarts-after-kill',
  claim: 'A start after SIGKILL needs no help: no lock is stale, no port is taken.',
  severity: 'should',
  source: text('The Twelve-Factor App, IX. Disposability', 'https://12factor.net/disposability'),
  mend: {
    general:
      'Leave nothing behind that only an end in order removes: use locks of the system (flock), which end with the process, in place of files that say that it runs; at start, take over or remove what is left.',
    stacks: { Rails: 'rm -f tmp/pids/server.pid in the entry point of the container' },
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using launched = await launch(inspection)
    await launched.send(probe(inspection.target))
    await launched.running.kill()
    try {
      await launched.instance.again()
    } catch (error) {
      if (!(error instanceof StartFailed)) throw error
      return failed(`After SIGKILL it could not be started again. ${error.message}`)
    }
    return passed(`It was ready again after ${Math.round(launched.instance.startedIn)} ms.`)
  },
  flaw: program(`
    import { mkdirSync, rmdirSync } from 'node:fs'
    const lock = process.env.DATA + '.lock'
    mkdirSync(lock)
    process.on('exit', () => rmdirSync(lock))
    serve()
  `),
  sound: soundProgram,
})
