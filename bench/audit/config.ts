import type { AuditConfig } from '@principia/audit'
import type { App } from './apps.ts'

/** Where an app runs, and what it keeps its data in. */
export interface Place {
  readonly port: number
  readonly managementPort: number
  /** The file of the store. */
  readonly store: string
}

const PASSWORDS = { ada: 'correct horse battery', bob: 'staple battery horse' }

/** What the auditor is told: the same of all, but for where health and the description are. */
export function configOf(app: App, { port, managementPort, store }: Place) {
  const further = app.managementPort === undefined ? {} : { [app.managementPort]: managementPort }
  return {
    url: `http://127.0.0.1:${port}`,
    config: {
      users: Object.entries(PASSWORDS).map(([user, password]) => ({
        name: user,
        signIn: { user, password },
      })),
      signIn: { path: '/sign-in', token: '/token', wrong: { user: 'ada', password: 'wrong horse battery' } },
      resources: [
        {
          path: '/notes',
          as: 'ada',
          example: { title: 'Note {{random}}', text: 'Bought {{random}}' },
          text: 'title',
          methods: ['list', 'create', 'read', 'replace', 'delete'],
        },
      ],
      pages: ['/books', '/books/1', { path: '/notes', as: 'ada' }],
      guarded: ['/notes'],
      allowedOrigin: 'https://app.example',
      health: app.health(managementPort),
      ...(app.openapi === undefined ? {} : { openapi: app.openapi }),
      process: {
        start: app.start,
        ready: '/books',
        portVariable: 'PORT',
        ports: further,
        env: {
          NODE_ENV: 'production',
          JWT_SECRET: 'x8Jm0q4yGq5N1tZb7sKf2wVd9cRh3pLe6uTa',
          STORE: store,
        },
      },
    } satisfies AuditConfig,
  }
}
