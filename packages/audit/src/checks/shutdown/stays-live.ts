import { check } from '../../check.ts'
import { KUBERNETES_PROBES } from '../observability/probes.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { hold } from '../../process/in-flight.ts'
import { launch } from '../../process/launch.ts'
import { NoAnswer } from '../../run/inspection.ts'
import { failed, inconclusive, need, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { Unreachable } from '../../wire/connection.ts'

/** Milliseconds between two looks. */
const LOOK = 20

export const staysLive = check({
  id: 'shutdown/stays-live',
  claim: 'Liveness holds while the process ends in order.',
  severity: 'should',
  source: KUBERNETES_PROBES,
  mend: {
    general:
      'Let liveness depend on nothing but the process itself. One that is shutting down is not ready, and it is live: who says otherwise asks to be killed in the midst of it.',
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    const live = need(
      inspection.target.health.live,
      'It needs the address that tells whether it lives; name it under "health".',
    )
    await using launched = await launch(inspection)
    const { running, instance, patience } = launched
    const { origin, path } = instance.locate(live)
    const { send } = inspection.at(origin)
    await hold(inspection, launched)
    running.signal('SIGTERM')
    let seen = 0
    for (const until = performance.now() + patience; performance.now() < until;) {
      if ((await running.ends(LOOK)) !== undefined) break
      try {
        const exchange = await send({ path })
        if (exchange.answer.status >= 300)
          return failed(
            `While it was shutting down liveness was answered with ${statusLine(exchange.answer)}.`,
            exchange,
            STATUS,
          )
        seen++
      } catch (error) {
        if (error instanceof Unreachable || error instanceof NoAnswer) break
        throw error
      }
    }
    return seen > 0
      ? passed('It said that it lives until its port closed.')
      : inconclusive('Its port was closed before it could be asked.')
  },
  flaw: program(`
    serve({
      handle(request, response, program) {
        if (request.url !== '/live' || !program.leaving) return handle(request, response, program)
        response.writeHead(503).end()
      },
    })
  `),
  sound: soundProgram,
})
