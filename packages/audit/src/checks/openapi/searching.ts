import { answering } from '../../flaws/answering.ts'
import type { Specimen } from '../../flaws/specimen.ts'

/** A search whose query is required; or is said to be. */
export function searching(enforced: boolean): Specimen {
  return answering(
    ({ url = '/' }, response) => {
      response.setHeader('content-type', 'application/json')
      const { pathname, searchParams } = new URL(url, 'http://localhost')
      const isDocument = pathname === '/openapi.json'
      const found = pathname === '/search' || isDocument
      const lacks = enforced && !isDocument && !searchParams.has('text')
      response.statusCode = found ? (lacks ? 400 : 200) : 404
      response.end(isDocument ? JSON.stringify(DOCUMENT) : '{"items":[]}')
    },
    { openapi: '/openapi.json' },
  )
}

const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'Search', version: '1.0.0' },
  paths: {
    '/search': {
      get: {
        parameters: [{ name: 'text', in: 'query', required: true, schema: { type: 'string', minLength: 1 } }],
        responses: { 200: { description: 'What was found.' } },
      },
    },
  },
}
