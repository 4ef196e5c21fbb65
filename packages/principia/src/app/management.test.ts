import { expect, test } from 'vitest'
import { app, Problem, problems, route, start } from '../index.ts'

test('operators are told why a service is not ready, and clients are not', async () => {
  const down = () =>
    new Problem(problems.unavailable, { cause: new Error('connect ECONNREFUSED 10.0.0.7:5432') })
  const services = {
    db: { service: 'database', start: () => 1, ready: () => Promise.reject(down()) },
    mail: { service: 'mail', start: () => 1, ready: () => Promise.resolve() },
  }
  const ask = route('GET /ask', { access: 'public' }, () => {
    throw down()
  })
  const running = await start(app({ name: 'down', services, routes: [ask] }), {
    env: { PORT: '0', MANAGEMENT_PORT: '0', LOG_LEVEL: 'silent' },
  })
  const ready = await fetch(`${running.managementUrl}/ready`)
  expect(ready.status).toBe(503)
  expect(await ready.json()).toMatchObject({
    detail: 'Not ready: db: The service cannot answer right now (connect ECONNREFUSED 10.0.0.7:5432).',
  })
  expect((await fetch(`${running.managementUrl}/live`)).status).toBe(200)
  expect(await (await fetch(`${running.url}/ask`)).text()).not.toContain('10.0.0.7')
  await running.booted.dispatcher.whenIdle()
  expect(running.booted.ring.list()[0]?.error).toContain('connect ECONNREFUSED 10.0.0.7:5432')
  await running.stop()
})
