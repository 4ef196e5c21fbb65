import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AuditConfig } from '../../target/config.ts'
import { ALLOWED_ORIGIN } from './cors.ts'
import { createHandler, type LogLine } from './handle.ts'
import { createState } from './state.ts'

/**
 * A small backend that keeps every claim, on `node:http` alone: what each flaw is a change of, and the proof that the
 * checks ask for nothing impossible. All that it knows is in memory, and new with each call.
 *
 * @param log gets a line for each answer
 */
export function createSound(log: (line: LogLine) => void = () => undefined): {
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void
  readonly config: AuditConfig
} {
  const handle = createHandler(createState(), log)
  return { handler: (request, response) => void handle(request, response), config: CONFIG }
}

/** What the auditor is told of it. */
const CONFIG: AuditConfig = {
  openapi: '/openapi.json',
  users: [
    {
      name: 'ada',
      headers: { Authorization: 'Bearer ada-token' },
      signIn: { user: 'ada', password: 'ada-password' },
    },
    { name: 'bob', headers: { Authorization: 'Bearer bob-token' } },
  ],
  signIn: { path: '/sign-in', token: '/token', wrong: { user: 'ada', password: 'not-the-password' } },
  resources: [
    {
      path: '/notes',
      as: 'ada',
      example: { title: 'Note {{random}}', text: 'Some text', tags: ['home'], rank: 5 },
      text: 'text',
      methods: ['list', 'create', 'read', 'replace', 'patch', 'delete'],
    },
  ],
  guarded: ['/notes', '/me'],
  health: { live: '/live', ready: '/ready', metrics: '/metrics' },
  allowedOrigin: ALLOWED_ORIGIN,
}
