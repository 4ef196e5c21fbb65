import { check } from '../../check.ts'
import { KUBERNETES_PROBES } from '../observability/probes.ts'
import { program, soundProgramWithDatabase } from '../../flaws/program/program.ts'
import { tryOnce } from '../../process/dependents.ts'
import { databaseOf, launch } from '../../process/launch.ts'
import { failed, inconclusive, need, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { PROBES } from './mend.ts'

/** Milliseconds after which Kubernetes takes a probe for failed, unless told otherwise. */
const PROBE = 1000
const TIMES = 3

export const liveWithoutDatabase = check({
  id: 'resilience/live-without-database',
  claim: 'Liveness holds while the database is away.',
  severity: 'should',
  source: KUBERNETES_PROBES,
  mend: PROBES,
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    const live = need(
      inspection.target.health.live,
      'It needs the address that tells whether it lives; name it under "health".',
    )
    await using launched = await launch(inspection)
    const { origin, path } = launched.instance.locate(live)
    const there = { ...launched, ...inspection.at(origin) }
    const before = await tryOnce(there, { path }, PROBE)
    if (before.answered === undefined || before.answered.answer.status >= 300)
      return inconclusive('Liveness did not succeed with the database either.')
    const database = databaseOf(launched)
    for (const fault of ['silent', 'refuse'] as const) {
      await database.set(fault)
      if (fault === 'refuse') database.cut()
      const away = fault === 'silent' ? 'said nothing' : 'was away'
      let misses = 0
      let last = before
      // A probe may fail now and then: Kubernetes restarts after three in a row, unless told otherwise.
      while (misses < TIMES && (misses > 0 || last === before)) {
        last = await tryOnce(there, { path }, PROBE)
        misses = last.answered !== undefined && last.answered.answer.status < 300 ? 0 : misses + 1
      }
      if (misses === 0) continue
      const how =
        last.answered === undefined
          ? `got no answer within ${PROBE} ms`
          : `was answered with ${statusLine(last.answered.answer)}`
      return failed(
        `While its database ${away}, liveness ${how}, ${TIMES} times in a row: a restart would be the answer, and would mend nothing.`,
        last.exchange,
        STATUS,
      )
    }
    return passed()
  },
  flaw: program(
    `
    serve({
      async handle(request, response, program) {
        if (request.url !== '/live') return handle(request, response, program)
        const status = await program.database.ask().then(() => 200, () => 503)
        response.writeHead(status).end()
      },
    })
  `,
    { database: true },
  ),
  sound: soundProgramWithDatabase,
})
