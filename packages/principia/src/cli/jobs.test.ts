import { expect, test } from 'vitest'
import { defineDatabase, query } from '../database/index.ts'
import { testDatabase } from '../database/testing.ts'
import { createWork, defineJob, enqueue } from '../jobs/index.ts'
import { t } from '../validation/index.ts'
import { runToEnd, startCli } from './fixtures/cli.ts'
import { makeFolder, simpleApp } from './fixtures/folder.ts'

const worker = `
  import { app, t } from 'principia'
  import { defineDatabase } from 'principia/database'
  import { createWork, defineJob, defineSchedule } from 'principia/jobs'
  const db = defineDatabase({ migrations: [createWork] })
  const greet = defineJob('greet', { args: t.Object({ name: t.String() }) }, async ({ args, log }) => {
    console.error('greeting ' + args.name)
    if (args.name === 'slow') await new Promise((resolve) => process.once('SIGUSR2', resolve))
    log.info({ name: args.name }, 'greeted')
  })
  const yearly = defineSchedule('yearly', { cron: '0 0 1 1 *', job: () => greet({ name: 'new year' }) })
  export default app({ name: 'greeter', services: { db }, work: { database: db, jobs: [greet], schedules: [yearly] } })
`
const greet = defineJob('greet', { args: t.Object({ name: t.String() }) }, () => undefined)

async function database() {
  const db = await testDatabase(defineDatabase<unknown>({ migrations: [createWork] }))
  const [row] = await query<{ name: string }>(db, 'select current_database() as name')
  const url = new URL(db.url)
  url.pathname = `/${row?.name}`
  return { db, env: { DATABASE_URL: url.href } }
}

test('work does what is due without a port for requests, and ends what it has begun on SIGTERM', async () => {
  using folder = makeFolder({ 'app.ts': worker })
  const { db, env } = await database()
  const { id } = await enqueue(db, greet({ name: 'slow' }))
  {
    await using cli = startCli(['work'], { cwd: folder.path, env: { ...env, WORK: 'off' } })
    const begun = cli.until(/greeting slow/)
    const [line] = await cli.until(/.*"msg":"started".*\n/)
    const started = JSON.parse(line) as Record<string, string>
    expect(started.url).toBeUndefined()
    expect((await fetch(`${started.managementUrl}/ready`)).status).toBe(200)
    await begun
    const stopping = cli.until(/"msg":"stopping"/)
    cli.child.kill('SIGTERM')
    await stopping
    cli.child.kill('SIGUSR2')
    const { code, stdout } = await cli.finished
    expect(code).toBe(0)
    expect(stdout).toContain('"msg":"greeted"')
  }
  expect(await query(db, 'select id from principia_job_history')).toEqual([{ id }])
  const listed = await runToEnd(['jobs', 'schedules'], { cwd: folder.path, env })
  expect(listed).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^yearly +0 0 1 1 \* UTC +\d{4}-01-01T\S+ +nobody$/m),
  })
  await db.close()
})

test('jobs are counted, listed, shown, tried again, discarded and cancelled', async () => {
  using folder = makeFolder({ 'app.ts': worker })
  const { db, env } = await database()
  const jobs = async (...args: string[]) => {
    const { code, stdout, stderr } = await runToEnd(['jobs', ...args], { cwd: folder.path, env })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    return stdout
  }
  expect(await jobs('counts')).toBe('There is nothing to do.\n')
  const [one, two] = await enqueue(db, [greet({ name: 'Ada' }), greet({ name: 'Alan' })])
  await query(db, "update principia_jobs set state = 'dead', attempt = 10, last_error = E'Error: no\n at x'")
  expect(await jobs('counts')).toMatch(/^QUEUE .*\ndefault +0 +0 +0 +0 +2\n$/)
  expect(await jobs('list', '--state', 'dead', '--limit', '1')).toMatch(
    new RegExp(`^ID .*\\n${two?.id} +greet +default +dead +10 of 10 +\\S+ +Error: no\\n$`),
  )
  expect(JSON.parse(await jobs('show', '--id', one?.id ?? ''))).toMatchObject({ args: { name: 'Ada' } })
  expect(await jobs('retry', '--id', one?.id ?? '')).toBe('1 tried again\n')
  expect(await jobs('discard', '--kind', 'greet')).toBe('1 discarded\n')
  expect(await jobs('cancel', '--all')).toBe('1 removed, 0 that run told to end\n')
  expect(JSON.parse(await jobs('list', '--state', 'cancelled', '--json'))).toMatchObject([{ id: one?.id }])
  const unclear = await runToEnd(['jobs', 'retry'], { cwd: folder.path, env })
  expect(unclear).toMatchObject({ code: 64, stderr: expect.stringContaining('Say which jobs are meant') })
  const wrong = await runToEnd(['jobs', 'show', '--id', 'x'], { cwd: folder.path, env })
  expect(wrong).toMatchObject({ code: 64, stderr: expect.stringContaining('There is no job x') })
  await db.close()
})

test.each([['work'], ['jobs', 'counts']])('an app without work has no use for %s', async (...args) => {
  using folder = makeFolder({ 'app.ts': simpleApp() })
  const { code, stderr } = await runToEnd(args, { cwd: folder.path })
  expect(code).toBe(64)
  expect(stderr).toContain('simple has no work')
})
