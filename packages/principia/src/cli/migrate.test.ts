import { expect, test } from 'vitest'
import { sql } from 'kysely'
import { defineDatabase } from '../database/index.ts'
import { testDatabase } from '../database/testing.ts'
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

test(
  'in development, migrations that were reordered or taken out are listed, and reset begins anew',
  { timeout: 120_000 },
  async () => {
    using folder = makeFolder({ 'app.ts': keeper })
    const cwd = folder.path
    await runToEnd(['migrate', 'up'], { cwd })
    folder.write('app.ts', keeper.replace("table('one'), table('two')", "table('four'), table('one')"))
    const status = await runToEnd(['migrate', 'status'], { cwd })
    expect(status).toMatchObject({ code: 0 })
    expect(status.stdout).toMatch(/create-two +applied \S+, not in the list\n/)
    expect(status.stdout).toMatch(/create-four +pending, out of order\n/)
    const refused = await runToEnd(['migrate', 'up'], { cwd })
    expect(refused.code).toBe(78)
    expect(refused.stderr).toContain('`principia migrate reset`')
    expect(await runToEnd(['migrate', 'reset'], { cwd })).toMatchObject({
      code: 0,
      stdout: 'db: emptied\ndb: applied create-four\ndb: applied create-one\ndb: applied create-three\n',
    })
    await databaseStopped(folder.path)
  },
)

test('a database that DATABASE_URL names is emptied only with consent', async () => {
  const admin = await testDatabase(defineDatabase({ migrations: [] }))
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(admin)
  const url = new URL(admin.url)
  url.pathname = `/${rows[0]?.name}`
  await sql`create table precious as select 1 as one`.execute(admin)
  using folder = makeFolder({ 'app.ts': keeper })
  const options = { cwd: folder.path, env: { DATABASE_URL: url.href } }
  const refused = await runToEnd(['migrate', 'reset'], options)
  expect(refused).toMatchObject({ code: 64, stdout: '' })
  expect(refused.stderr).toContain('Nothing was deleted')
  expect((await sql`select * from precious`.execute(admin)).rows).toEqual([{ one: 1 }])
  const emptied = await runToEnd(['migrate', 'reset', '--yes-delete-everything'], options)
  expect(emptied).toMatchObject({ code: 0, stdout: expect.stringContaining('db: applied create-three\n') })
  await expect(sql`select from precious`.execute(admin)).rejects.toThrow('does not exist')
  await admin.close()
})

test('an app without a database has nothing to migrate', async () => {
  using folder = makeFolder({ 'app.ts': simpleApp() })
  const { code, stderr } = await runToEnd(['migrate', 'up'], { cwd: folder.path })
  expect(code).toBe(64)
  expect(stderr).toContain('simple has no database')
})
