import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { hold } from '../../process/in-flight.ts'
import { launch } from '../../process/launch.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { usualEnd } from './idle-end.ts'
import { DRAIN } from './mend.ts'

/** Milliseconds that it is given where nobody told how to make its deadline short. */
const UNTOLD = 3000

export const deadline = check({
  id: 'shutdown/deadline',
  claim: 'A request that does not end holds up the end only until a deadline, and the exit code tells of it.',
  severity: 'should',
  source: text(
    'Kubernetes: termination of Pods',
    'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
  ),
  mend: DRAIN,
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    const { deadline: env } = inspection.target.process?.config ?? {}
    const within = env === undefined ? UNTOLD : await usualEnd(inspection)
    await using launched = await launch(inspection, { env: env ?? {} })
    const { running } = launched
    const { connection } = await hold(inspection, launched)
    running.signal('SIGTERM')
    const signalled = performance.now()
    const exit = await running.ends(within)
    const answer = await connection.next('POST', 0)
    if (exit === undefined && env === undefined)
      return inconclusive(
        `It still ran ${within} ms after SIGTERM. Name the settings that make its deadline half a second under "deadline".`,
      )
    if (exit === undefined)
      return failed(
        `With one request that does not end it still ran ${Math.round(within)} ms after SIGTERM, in spite of ${JSON.stringify(env)}.`,
        connection.exchange,
      )
    const after = Math.round(exit.at - signalled)
    if (answer?.complete === true && answer.status < 500)
      return inconclusive(
        'The request ended before a deadline could; name a collection under "resources", for a request that does not.',
      )
    if (exit.code === 0 && answer?.complete !== true)
      return failed(
        `It gave up a request after ${after} ms and ended with 0, as if all had been well.`,
        connection.exchange,
      )
    return passed(`It ended with ${exit.code} after ${after} ms.`)
  },
  flaw: program(
    'serve({ leave: ({ parts, ...program }) => leave({ ...program, settings: { delay: 0, deadline: 1e9 } }) })',
  ),
  sound: soundProgram,
})
