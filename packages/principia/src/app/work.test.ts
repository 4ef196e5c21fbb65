import { expect, onTestFinished, test } from 'vitest'
import { defineDatabase, migration, sql } from '../database/index.ts'
import { defineEvent, emit } from '../events/index.ts'
import { createWork, enqueue } from '../jobs/index.ts'
import { noContent } from '../routing/index.ts'
import { freshServices, testApp } from '../testing/index.ts'
import { t } from '../validation/index.ts'
import { app, define } from './app.ts'
import { start } from './start.ts'

interface Tables {
  greetings: { name: string }
}

const createGreetings = migration('create-greetings', {
  up: (db) => sql`create table greetings (name text not null)`.execute(db),
})
const services = { db: defineDatabase<Tables>({ migrations: [createWork, createGreetings] }) }
const { route, defineJob, defineConsumer } = define({ services })

const greet = defineJob(
  'greet',
  { args: t.Object({ name: t.String() }), transactional: true },
  async ({ args, db }) => {
    await db.insertInto('greetings').values({ name: args.name }).execute()
  },
)
const post = route(
  'POST /greetings',
  { access: 'public', body: t.Object({ name: t.String() }) },
  async ({ db, body }) => {
    await db.transaction((tx) => enqueue(tx, greet(body)))
    return noContent()
  },
)
const greeter = app({
  name: 'greeter',
  services,
  routes: [post],
  work: { database: services.db, jobs: [greet] },
})

test('a test does the jobs that a request has enqueued', async () => {
  await using api = await testApp(greeter)
  await api.post('/greetings', { name: 'Ada' })
  expect(await api.services.db.selectFrom('greetings').selectAll().execute()).toEqual([])
  expect(await api.work()).toBe(1)
  expect(await api.services.db.selectFrom('greetings').selectAll().execute()).toEqual([{ name: 'Ada' }])
  expect(await api.work()).toBe(0)
})

test('a consumer reacts to an event with a job, in the transaction in which it moves on', async () => {
  const signedUp = defineEvent('signed-up', { data: t.Object({ name: t.String() }) })
  const welcome = defineConsumer('welcome', { events: [signedUp] }, async ({ event, db }) => {
    await enqueue(db, greet({ name: event.data.name }))
  })
  const work = { database: services.db, jobs: [greet], consumers: [welcome] }
  await using api = await testApp(app({ name: 'greeter', services, work }))
  const { db } = api.services
  await emit(db, signedUp({ name: 'Ada' }), signedUp({ name: 'Alan' }))
  expect(await api.work()).toBe(2)
  expect(await db.selectFrom('greetings').select('name').execute()).toEqual([
    { name: 'Ada' },
    { name: 'Alan' },
  ])
})

test('an app that is started works on its jobs, and ends what it has begun before it stops', async () => {
  const begun = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const ended: string[] = []
  const slow = defineJob('slow', { args: t.Object({}) }, async () => {
    begun.resolve()
    await goOn.promise
    ended.push('slow')
  })
  const running = await start(
    app({ name: 'slow', services, work: { database: services.db, jobs: [slow] } }),
    { env: { PORT: '0', MANAGEMENT_PORT: '0', LOG_LEVEL: 'silent' }, services: freshServices(greeter) },
  )
  onTestFinished(async () => void (await running.stop()))
  const db = running.booted.work?.db
  if (db === undefined) throw new Error('The app has work.')
  await enqueue(db, slow({}))
  await begun.promise
  const metrics = await (await fetch(`${running.managementUrl}/metrics`)).text()
  expect(metrics).toContain('principia_jobs{queue="default",state="running"} 1\n')
  expect(metrics).toContain('principia_jobs_oldest_seconds{queue="default"} 0\n')
  const stopped = running.stop()
  goOn.resolve()
  expect(await stopped).toBe(true)
  expect(ended).toEqual(['slow'])
  expect(running.booted.metrics.text()).toContain(
    'principia_job_duration_seconds_count{job="slow",outcome="done"} 1\n',
  )
})

test('an app whose work makes no sense does not start', async () => {
  const bare = defineDatabase<Tables>({ migrations: [] })
  const refused = testApp(app({ name: 'greeter', services, work: { database: bare, jobs: [greet, greet] } }))
  await expect(refused).rejects.toThrow(
    /not a service of the app.*\n.*add `createWork` to its migrations.*\n.*two jobs are named "greet"/,
  )
})
