import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AuditConfig } from '../target/config.ts'
import { serveHandler } from './serve.ts'
import type { Specimen } from './specimen.ts'

/** A server of its own, where the sound one has nothing that a claim could be shown with. */
export function answering(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
  config: AuditConfig = {},
): Specimen {
  return { start: () => serveHandler(handler, config) }
}

/** A server with one HTML page at `/`, and 404 without content elsewhere. */
export function htmlPage(
  headers: Readonly<Record<string, string>>,
  body: string | (() => string) = '<!doctype html><title>A page</title><p>Text</p>',
): Specimen {
  return answering((request, response) => {
    const found = request.url === '/'
    response.statusCode = found ? 200 : 404
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    if (found) response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(found ? (typeof body === 'string' ? body : body()) : '')
  })
}
