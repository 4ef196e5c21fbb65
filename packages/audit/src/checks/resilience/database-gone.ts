import { check } from '../../check.ts'
import { program, soundProgramWithDatabase } from '../../flaws/program/program.ts'
import { withoutDatabase } from '../../process/dependents.ts'
import { launch } from '../../process/launch.ts'
import { text } from '../../source.ts'
import { DATABASE } from './mend.ts'
import { judgeSoon } from './judge-soon.ts'

export const databaseGone = check({
  id: 'resilience/database-gone',
  claim: 'While its database cannot be reached, requests are answered soon and do not hang.',
  severity: 'should',
  source: text(
    'Release It! (Nygard), Fail Fast',
    'https://pragprog.com/titles/mnee2/release-it-second-edition/',
  ),
  mend: DATABASE,
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using launched = await launch(inspection)
    const dependents = await withoutDatabase(inspection, launched, 'refuse')
    return judgeSoon(dependents, launched, launched.patience, 'connections to its database were refused')
  },
  flaw: program(
    `
    serve({
      database(address) {
        const { ask } = openDatabase(address)
        return { ask: () => ask().catch(() => new Promise(() => undefined)) }
      },
    })
  `,
    { database: true },
  ),
  sound: soundProgramWithDatabase,
})
