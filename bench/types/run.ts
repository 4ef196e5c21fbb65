// How long the compiler takes for an app and a client that calls every route of it: `node bench/types/run.ts`.
import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { checkTypes } from './measure.ts'

const ROUNDS = 5

/** As users have it: with the types that are published. */
const PUBLISHED = ['--customConditions', 'published']

execFileSync(process.execPath, [fileURLToPath(new URL('../../scripts/build.ts', import.meta.url))])
console.log(
  `tsc, ${availableParallelism()} processors; seconds by the clock, medians of ${ROUNDS} runs; the framework's sources are checked along where its published types are not taken`,
)
for (const options of [PUBLISHED, [...PUBLISHED, '--singleThreaded'], [], ['--singleThreaded']]) {
  for (const routes of [5, 100, 500, 1000]) {
    const runs = []
    for (let round = 0; round < ROUNDS; round++) runs.push(await checkTypes(routes, options))
    const [median] = runs.toSorted((a, b) => a.seconds - b.seconds).slice(Math.floor(ROUNDS / 2))
    if (median === undefined) throw new Error('nothing was measured')
    const { seconds, types, instantiations } = median
    console.log(
      [
        `${routes} routes`,
        `${seconds.toFixed(2)} s`,
        `${types} types`,
        `${instantiations} instantiations`,
        ...options,
      ].join('  '),
    )
  }
}
