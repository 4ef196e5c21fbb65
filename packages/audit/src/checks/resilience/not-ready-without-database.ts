import { check } from '../../check.ts'
import { KUBERNETES_PROBES } from '../observability/probes.ts'
import { program, soundProgramWithDatabase } from '../../flaws/program/program.ts'
import { tryOnce, withoutDatabase } from '../../process/dependents.ts'
import { launch } from '../../process/launch.ts'
import { failed, inconclusive, need, passed } from '../../verdict.ts'
import { PROBES } from './mend.ts'

export const notReadyWithoutDatabase = check({
  id: 'resilience/not-ready-without-database',
  claim: 'Readiness fails while the database that requests need is away.',
  severity: 'may',
  source: KUBERNETES_PROBES,
  mend: PROBES,
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    const ready = need(
      inspection.target.health.ready,
      'It needs the address that tells whether it is ready; name it under "health".',
    )
    await using launched = await launch(inspection)
    const { running, patience, instance } = launched
    const { origin, path } = instance.locate(ready)
    const there = { ...launched, ...inspection.at(origin) }
    const before = await tryOnce(there, { path }, patience)
    if (before.answered === undefined || before.answered.answer.status >= 300)
      return inconclusive('It is not ready with the database either.')
    await withoutDatabase(inspection, launched, 'refuse')
    const away = performance.now()
    let last = before
    while (performance.now() < away + patience) {
      last = await tryOnce(there, { path }, patience)
      // Who asks takes no answer for a failure as well.
      if (last.answered === undefined || last.answered.answer.status >= 300) return passed()
      await running.ends(50)
    }
    return failed(`${patience} ms after its database had gone it still said that it is ready.`, last.exchange)
  },
  flaw: program(
    `
    serve({
      handle(request, response, program) {
        if (request.url !== '/ready') return handle(request, response, program)
        response.writeHead(200).end()
      },
    })
  `,
    { database: true },
  ),
  sound: soundProgramWithDatabase,
})
