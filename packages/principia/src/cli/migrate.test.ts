import { expect, test } from 'vitest'
import { runToEnd } from './fixtures/cli.ts'
import { databaseStopped, makeFolder, simpleApp } from './fixtures/folder.ts'

const keeper = `
  import { app } from 'principia'
  import { defineDatabase, migration } from 'principia/database'
  const table = (name) => migration('create-' + name, {
    up: (db) => db.schema.createTable(name).addColumn('id', 'integer').execute(),
    down: (db) => db.schema.dropTable(name).execute(),
  })
  const migrations = [table('one'), table('two'), table('three')]
  export default app({ name: 'keeper', services: { db: defineDatabase({ migrations }) } })
`

test('migrations are applied, reverted and listed, as far as asked', { timeout: 120_000 }, async () => {
  using folder = makeFolder({ 'app.ts': keeper })
  const migrate = async (...args: string[]) => {
    const result = await runToEnd(['migrate', ...args], { cwd: folder.path })
    expect(result).toMatchObject({ code: 0 })
    return result.stdout.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
  }
  expect(await migrate('up', '--to', 'create-two')).toBe('db: applied create-one\ndb: applied create-two\n')
  expect(await migrate('status')).toBe(
    [
      'DATABASE  MIGRATION     STATE',
      'db        create-one    applied <time>',
      'db        create-two    applied <time>',
      'db        create-three  pending',
      '',
    ].join('\n'),
  )
  expect(await migrate('up')).toBe('db: applied create-three\n')
  expect(await migrate('up')).toBe('db: nothing to apply\n')
  expect(await migrate('down')).toBe('db: reverted create-three\n')
  expect(await migrate('down', '--to', 'create-one', 'app.ts')).toBe('db: reverted create-two\n')
  const unknown = await runToEnd(['migrate', 'up', '--to', 'create-tow'], { cwd: folder.path })
  expect(unknown.code).toBe(64)
  expect(unknown.stderr).toContain('There is no migration "create-tow". Did you mean "create-two"?')
  await databaseStopped(folder.path)
})

test('an app without a database has nothing to migrate', async () => {
  using folder = makeFolder({ 'app.ts': simpleApp() })
  const { code, stderr } = await runToEnd(['migrate', 'up'], { cwd: folder.path })
  expect(code).toBe(64)
  expect(stderr).toContain('simple has no database')
})
