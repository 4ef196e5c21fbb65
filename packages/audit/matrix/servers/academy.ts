import { start } from 'principia'
import { freshServices } from 'principia/testing'
import academy from '../../../../apps/academy/src/app.ts'
import type { RunningServer } from '../../src/flaws/specimen.ts'
import type { AuditConfig } from '../../src/target/config.ts'

const PASSWORD = 'correct horse battery'
const PEOPLE = ['ada', 'bob'].map((name) => ({ name, email: `${name}@example.org`, password: PASSWORD }))

/** What the auditor cannot find out about an Academy in which the two have signed up. */
export function academyConfig(management: string): AuditConfig {
  return {
    openapi: '/openapi.json',
    signIn: { path: '/api/session', wrong: { email: 'ada@example.org', password: 'wrong horse battery' } },
    users: PEOPLE.map(({ name, email, password }) => ({ name, signIn: { email, password } })),
    resources: [
      {
        path: '/api/notes',
        as: 'ada',
        example: {
          sections: {
            keyConcepts: 'What it is',
            notes: 'Note {{random}}',
            codeExamples: 'code',
            takeaways: 'What stays',
          },
        },
        methods: ['list', 'read', 'replace', 'patch', 'delete'],
        putAt: ['routing', 'http', 'validation', 'errors', 'context'].map(
          (concept) => `/api/notes/${concept}`,
        ),
      },
    ],
    health: { live: `${management}/live`, ready: `${management}/ready`, metrics: `${management}/metrics` },
  }
}

export async function signUp(url: string): Promise<void> {
  for (const person of PEOPLE) {
    const answer = await fetch(`${url}/api/account`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(person),
    })
    if (answer.status !== 201)
      throw new Error(`Nobody could sign up: ${answer.status} ${await answer.text()}`)
  }
}

/** The Academy with an empty database, and two people who study there. */
export async function theAcademy(): Promise<RunningServer> {
  const running = await start(academy, {
    env: { PORT: '0', MANAGEMENT_PORT: '0', LOG_LEVEL: 'silent' },
    services: freshServices(academy),
  })
  const url = running.url.replace('localhost', '127.0.0.1')
  await signUp(url)
  return {
    url,
    config: academyConfig(running.managementUrl),
    async [Symbol.asyncDispose]() {
      await running.stop()
    },
  }
}
