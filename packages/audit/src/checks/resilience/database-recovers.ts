import { check } from '../../check.ts'
import { program, soundProgramWithDatabase } from '../../flaws/program/program.ts'
import { tryOnce, withoutDatabase } from '../../process/dependents.ts'
import { databaseOf, launch } from '../../process/launch.ts'
import { text } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { DATABASE } from './mend.ts'

export const databaseRecovers = check({
  id: 'resilience/database-recovers',
  claim: 'When its database is back it recovers by itself, without a new start.',
  severity: 'should',
  source: text(
    'Release It! (Nygard), Steady State',
    'https://pragprog.com/titles/mnee2/release-it-second-edition/',
  ),
  mend: DATABASE,
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using launched = await launch(inspection)
    const { running, patience } = launched
    const dependents = await withoutDatabase(inspection, launched, 'refuse')
    if (running.exit !== undefined)
      return failed(`The process ended with ${running.exit.code} when its database was away.`)
    await databaseOf(launched).set('none')
    const back = performance.now()
    let last
    while (performance.now() < back + patience) {
      const tried = await Promise.all(dependents.map(({ request }) => tryOnce(launched, request, patience)))
      last = tried.find(({ answered }) => answered === undefined || answered.answer.status >= 300)
      if (last === undefined)
        return passed(
          `All succeeded again ${Math.round(performance.now() - back)} ms after the database was back.`,
        )
      await running.ends(100)
    }
    const how =
      last?.answered === undefined ? 'got no answer' : `was answered with ${statusLine(last.answered.answer)}`
    return failed(
      `${patience} ms after its database was back, ${last?.request.method ?? 'GET'} ${last?.request.path} still ${how}.`,
      last?.exchange,
    )
  },
  flaw: program(
    `
    serve({
      database(address) {
        const { ask } = openDatabase(address)
        let first
        return { ask: () => (first ? Promise.reject(first) : ask().catch((error) => Promise.reject((first = error)))) }
      },
    })
  `,
    { database: true },
  ),
  sound: soundProgramWithDatabase,
})
