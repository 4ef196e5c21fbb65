import { check } from '../../check.ts'
import { program, soundProgramWithDatabase } from '../../flaws/program/program.ts'
import { withoutDatabase } from '../../process/dependents.ts'
import { launch } from '../../process/launch.ts'
import { text } from '../../source.ts'
import { judgeSoon } from './judge-soon.ts'
import { DATABASE } from './mend.ts'

/** Times the usual patience: requests may have a long deadline, and still have one. Many have 30 seconds. */
const TIMES = 3
/** Milliseconds to answer in once the deadline has passed. */
const SLACK = 2000

export const databaseSilent = check({
  id: 'resilience/database-silent',
  claim: 'While its database takes connections and says nothing, requests are answered and do not hang.',
  severity: 'should',
  source: text(
    'Release It! (Nygard), Timeouts',
    'https://pragprog.com/titles/mnee2/release-it-second-edition/',
  ),
  mend: DATABASE,
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using launched = await launch(inspection)
    const within = TIMES * launched.patience + SLACK
    const dependents = await withoutDatabase(inspection, launched, 'silent', within)
    return judgeSoon(dependents, launched, within, 'its database said nothing')
  },
  flaw: program('serve({ database: (address) => openDatabase(address, 1e9) })', {
    database: true,
    process: { patience: 500 },
  }),
  sound: soundProgramWithDatabase,
})
