import { check } from '../../check.ts'
import { program, soundProgramWithDatabase } from '../../flaws/program/program.ts'
import { tryOnce } from '../../process/dependents.ts'
import { databaseOf, launch } from '../../process/launch.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, need, passed } from '../../verdict.ts'
import { PROBES } from './mend.ts'

/** Milliseconds that each word to the database and from it takes, and that liveness may take meanwhile. */
const LATENCY = 250
const QUICK = 2000
const REQUESTS = 16

export const databaseSlow = check({
  id: 'resilience/database-slow',
  claim: 'While its database is slow, what does not need it is answered as quickly as ever.',
  severity: 'should',
  source: text(
    'Release It! (Nygard), Bulkheads',
    'https://pragprog.com/titles/mnee2/release-it-second-edition/',
  ),
  mend: {
    ...PROBES,
    general:
      'Bound how many requests may wait for the database at a time, and leave the rest of the workers to what does not need it. Do not wait for the database on the one thread that serves all.',
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    const { target } = inspection
    const live = need(
      target.health.live,
      'It needs the address that tells whether it lives; name it under "health".',
    )
    await using launched = await launch(inspection)
    const database = databaseOf(launched)
    const { origin, path } = launched.instance.locate(live)
    const there = { ...launched, ...inspection.at(origin) }
    const pages = target.pages.slice(0, 4).map((page) => ({ path: page.path, as: page.as }))
    for (const page of pages) await tryOnce(launched, page, launched.patience)
    await database.set({ latency: LATENCY })
    const begun = performance.now()
    const slow = Promise.all(
      Array.from({ length: REQUESTS }, (_, n) => pages[n % pages.length])
        .filter((page) => page !== undefined)
        .map((page) => tryOnce(launched, page, launched.patience + LATENCY * REQUESTS)),
    )
    await launched.running.ends(50)
    const { answered, exchange } = await tryOnce(there, { path }, QUICK)
    await slow
    if (performance.now() - begun < LATENCY)
      return inconclusive('None of its pages waits for the database; name one that does under "pages".')
    if (answered === undefined)
      return failed(
        `While ${REQUESTS} requests waited for a database that takes ${LATENCY} ms for each word, liveness got no answer within ${QUICK} ms.`,
        exchange,
      )
    return passed(`Liveness was answered after ${Math.round(answered.answer.lastByte)} ms.`)
  },
  flaw: program(
    `
    let before = Promise.resolve()
    serve({ handle: (...all) => (before = before.then(() => handle(...all))) })
  `,
    { database: true },
  ),
  sound: soundProgramWithDatabase,
})
