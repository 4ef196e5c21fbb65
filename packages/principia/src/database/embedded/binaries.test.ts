import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from './account.ts'
import { findBinaries } from './binaries.ts'

test('the installed PostgreSQL runs, with the libraries it links to', async () => {
  const told: string[] = []
  const { postgres, initdb, major } = await findBinaries(undefined, (line) => told.push(line))
  expect(await run(postgres, ['-V'], undefined)).toContain(`(PostgreSQL) ${major}`)
  expect(await run(initdb, ['-V'], undefined)).toContain(`(PostgreSQL) ${major}`)
  expect(existsSync(join(dirname(dirname(postgres)), 'lib'))).toBe(true)
})
