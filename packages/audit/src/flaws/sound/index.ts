import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AuditConfig } from '../../target/config.ts'

/**
 * A small backend that keeps every claim, on `node:http` alone: what each flaw is a change of, and the proof that the
 * checks ask for nothing impossible. All that it knows is in memory, and new with each call.
 */
export function createSound(): {
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void
  readonly config: AuditConfig
} {
  return {
    config: {},
    handler(request, response) {
      const found = request.url === '/'
      const body = found
        ? JSON.stringify({ name: 'sound' })
        : JSON.stringify({ type: 'about:blank', title: 'Not Found', status: 404 })
      response.statusCode = found ? 200 : 404
      response.setHeader('content-type', found ? 'application/json' : 'application/problem+json')
      response.setHeader('content-length', Buffer.byteLength(body))
      response.end(body)
    },
  }
}
