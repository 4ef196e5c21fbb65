import { flawed } from '../../flaws/flawed.ts'
import type { Specimen } from '../../flaws/specimen.ts'

/**
 * The sound server, which demands that a change of a note names the version that was read.
 *
 * @param status that refuses what does not: 428 by RFC 6585
 */
export function demanding(status: number): Specimen {
  return flawed((request, response, pass) => {
    const { method = '', url = '', headers } = request
    const isChange = ['PUT', 'PATCH', 'DELETE'].includes(method) && url.startsWith('/notes/')
    if (!isChange || headers['if-match'] !== undefined) return pass()
    response.writeHead(status, { 'content-type': 'application/problem+json' })
    response.end(JSON.stringify({ status, detail: 'Send If-Match with the ETag that you have read.' }))
  })
}
