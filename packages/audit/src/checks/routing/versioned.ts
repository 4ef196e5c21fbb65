import { flawed } from '../../flaws/flawed.ts'
import type { Specimen } from '../../flaws/specimen.ts'

/**
 * The sound server with each page in two versions, chosen by `Api-Version`.
 *
 * @param vary whether it says so in Vary
 * @param refuses whether other versions are refused
 */
export function versioned({
  vary,
  refuses,
}: {
  readonly vary: boolean
  readonly refuses: boolean
}): Specimen {
  return flawed((request, response, pass) => {
    if (request.url === '/openapi.json' || request.method !== 'GET') return pass()
    const asked = request.headers['api-version'] ?? '2'
    const known = asked === '1' || asked === '2'
    if (vary) response.setHeader('vary', 'Api-Version')
    response.setHeader('content-type', 'application/json')
    response.writeHead(known || !refuses ? 200 : 400)
    response.end(JSON.stringify(asked === '1' ? { parcels: 'first' } : { items: ['first'] }))
  })
}
