#!/usr/bin/env node
// `principia-audit`. Where it is installed it runs what was built. In the repository nothing has to be built: there it runs
// the sources, with the Node that the repository pins. Any Node from version 20 on reads this file.
import { existsSync } from 'node:fs'

/** Is not published. */
const ours = new URL('../tsconfig.build.json', import.meta.url)

if (existsSync(ours)) {
  process.env.INIT_CWD = process.cwd()
  process.argv.splice(2, 0, 'audit')
  await import(new URL('../../../scripts/run.mjs', import.meta.url).href)
} else {
  await import('../dist/cli/main.js')
}
