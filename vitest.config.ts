import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const EXCLUDED = ['**/node_modules/**', '**/dist/**', '**/fixtures/**', '**/template/**']
/** Checks that measure time, or whose subject is the only one that may use its target. */
const ALONE = 'packages/audit/src/checks/alone.test.ts'
const AUDIT = 'packages/audit/src/**/*.test.ts'

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      project('all', {
        include: ['{packages,apps,bench,book,deploy,docs,scripts}/**/*.test.ts'],
        exclude: [...EXCLUDED, AUDIT],
      }),
      project('audit', {
        include: [AUDIT],
        exclude: [...EXCLUDED, ALONE],
        // They mostly wait for one another's servers, so that no core is kept free.
        maxWorkers: availableParallelism(),
        isolate: false,
        sequence: { groupOrder: 1 },
      }),
      project('alone', { include: [ALONE], maxWorkers: 1, sequence: { groupOrder: 2 } }),
    ],
  },
})

/** Projects of one `groupOrder` run together, and before those of a higher one. */
function project(name: string, test: object) {
  return {
    extends: true,
    resolve: { conditions: ['principia-source'] },
    ssr: { resolve: { conditions: ['principia-source', 'node'] } },
    test: { name, execArgv: ['--conditions=principia-source'], ...test },
  } as const
}
