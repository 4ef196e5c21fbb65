import { start } from 'principia'
import { freshServices } from 'principia/testing'
import academy from '../../../../apps/academy/src/app.ts'
import type { RunningServer } from '../../src/flaws/specimen.ts'

const PASSWORD = 'correct horse battery'

/** The Academy with an empty database, and two people who study there. */
export async function theAcademy(): Promise<RunningServer> {
  const running = await start(academy, {
    env: { PORT: '0', MANAGEMENT_PORT: '0', LOG_LEVEL: 'silent' },
    services: freshServices(academy),
  })
  const url = running.url.replace('localhost', '127.0.0.1')
  const management = running.managementUrl
  const people = ['ada', 'bob'].map((name) => ({ name, email: `${name}@example.org`, password: PASSWORD }))
  for (const person of people) {
    const answer = await fetch(`${url}/api/account`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(person),
    })
    if (answer.status !== 201)
      throw new Error(`Nobody could sign up: ${answer.status} ${await answer.text()}`)
  }
  return {
    url,
    config: {
      openapi: '/openapi.json',
      signIn: { path: '/api/session', wrong: { email: 'ada@example.org', password: 'wrong horse battery' } },
      users: people.map(({ name, email, password }) => ({ name, signIn: { email, password } })),
      health: {
        live: `${management}/live`,
        ready: `${management}/ready`,
        metrics: `${management}/metrics`,
      },
    },
    async [Symbol.asyncDispose]() {
      await running.stop()
    },
  }
}
