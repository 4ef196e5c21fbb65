import type { IncomingMessage } from 'node:http'
import { problems } from '../errors/index.ts'
import type { Route } from '../routing/index.ts'
import { isStandardSchema, propertiesOf, type JsonSchema } from '../validation/index.ts'

/** Whether a route would take a part for the whole: a PUT whose `headers` do not name `content-range`. */
export function replacesWhole({ method, spec: { headers } }: Route): boolean {
  if (method !== 'PUT') return false
  if (headers === undefined) return true
  // What another library's schema names cannot be seen.
  return (
    !isStandardSchema(headers) &&
    !propertiesOf(headers as JsonSchema).some(([name]) => name === 'content-range')
  )
}

/**
 * Refuses a PUT of a part (RFC 9110 section 14.5).
 *
 * @throws Problem bad-request
 */
export function refusePart({ headers }: IncomingMessage): void {
  if (headers['content-range'] === undefined) return
  throw problems.badRequest('A part cannot be replaced here: send the whole, without Content-Range.')
}
