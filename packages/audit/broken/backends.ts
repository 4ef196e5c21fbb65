import { join } from 'node:path'
import type { AuditConfig } from '../src/target/config.ts'

const folder = import.meta.dirname

/** A backend with mistakes, and what an audit must find in it at least. */
export interface BrokenBackend {
  readonly name: string
  readonly command: string
  /** @param folder one of its own */
  readonly args: (port: number, folder: string) => readonly string[]
  readonly config: AuditConfig
  readonly expected: readonly string[]
}

const users = ['ada', 'bob'].map((name) => ({ name, headers: { authorization: `Bearer ${name}-token` } }))

export const backends: readonly BrokenBackend[] = [
  {
    name: 'Python, http.server',
    command: 'python3',
    args: (port) => [join(folder, 'tasks.py'), String(port)],
    config: {
      users,
      resources: [{ path: '/tasks', as: 'ada', example: { title: 'Task {{random}}' }, text: 'title' }],
      guarded: ['/tasks'],
      pages: ['/', '/search?q=a'],
    },
    expected: [
      'http/cors-origin',
      'http/content-framed',
      'http/idempotent-delete',
      'http/length-hex',
      'http/unequal-lengths',
      'http/coding-not-last',
      'http/cut-body',
      'http/host-missing',
      'http/space-before-colon',
      'http/status-class',
      'journey/close-honoured',
      'routing/not-found',
      'routing/automatic-head',
      'routing/malformed-query',
      'errors/no-stack',
      'auth/challenge',
      'auth/personal-no-store',
      'access/read-others',
      'access/change-others',
      'access/delete-others',
      'access/list-others',
      'access/mass-assignment',
      'access/guessable-ids',
      'security/open-redirect',
      'security/sql-error',
      'security/no-version',
      'security/no-powered-by',
      'middleware/cors-vary',
      'context/request-id',
    ],
  },
  {
    name: 'Java, HttpServer',
    command: 'java',
    args: (port, own) => [join(folder, 'Shop.java'), String(port), own],
    config: {
      resources: [{ path: '/orders', example: { sku: '{{random}}', note: 'x' }, text: 'note' }],
      pages: ['/', '/orders', '/hello?name=ada'],
    },
    expected: [
      'http/etag-syntax',
      'http/last-modified',
      'http/cookie-attributes',
      'http/options-allow',
      'http/unknown-method',
      'http/too-large',
      'http/host-missing',
      'routing/not-found',
      'routing/method-not-allowed',
      'errors/html-escaped',
      'rest/created-linked',
      'caching/no-contradiction',
      'caching/cookie-cached',
      'security/csp',
      'security/nosniff',
      'security/no-version',
      'security/cookie-domain',
    ],
  },
  {
    name: 'Node, a server of its own',
    command: 'node',
    args: (port, own) => [join(folder, 'notes.mjs'), String(port), own],
    config: {
      resources: [{ path: '/notes', example: { text: '{{random}}' }, text: 'text' }],
      pages: ['/', '/notes'],
    },
    expected: [
      'http/absolute-form',
      'http/chunk-size-overflow',
      'http/expect-continue',
      'http/folded-field',
      'http/host-missing',
      'http/length-empty',
      'http/status-class',
      'http/options-allow',
      'journey/close-honoured',
      'journey/valid-response',
      'errors/no-stack',
      'errors/failure-id',
    ],
  },
]
