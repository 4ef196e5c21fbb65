import { answering } from '../../flaws/answering.ts'
import type { Specimen } from '../../flaws/specimen.ts'
import { isObject } from '../../target/openapi/document.ts'

/** What can be wrong with it. */
interface Traits {
  /** A batch may be of any size. */
  readonly unbounded?: boolean
  /** What is not there is nothing in the answer. */
  readonly silent?: boolean
}

const MOST = 20
const BOOK = { id: 1, title: 'The Tempest' }

/** A book, and a batch that reads. */
export function batchServer({ unbounded = false, silent = false }: Traits = {}): Specimen {
  return answering(
    (request, response) => {
      const say = (status: number, body: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      const batch = async () => {
        const reads = readsIn(Buffer.concat((await request.toArray()) as Buffer[]).toString())
        if (!unbounded && reads.length > MOST) return say(413, { status: 413 })
        const entries = reads.map((path) =>
          path === '/books/1' ? { status: 200, body: BOOK } : { status: 404, body: { title: 'Not Found' } },
        )
        return say(
          200,
          silent ? entries.flatMap(({ status, body }) => (status === 200 ? [body] : [{}])) : entries,
        )
      }
      const { method, url } = request
      if (method === 'POST' && url === '/batch') void batch()
      else if (url === '/openapi.json') say(200, DOCUMENT)
      else if (url === '/books/1') say(200, BOOK)
      else say(404, {})
    },
    { openapi: '/openapi.json', pages: ['/books/1'] },
  )
}

function readsIn(content: string): string[] {
  const given: unknown = JSON.parse(content)
  return Array.isArray(given) ? given.map((each) => (isObject(each) ? String(each['path']) : '')) : []
}

const json = (schema: object) => ({ 'application/json': { schema } })

const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'Books', version: '1.0.0' },
  paths: {
    '/books/1': { get: { responses: { 200: { description: 'It.', content: json({ type: 'object' }) } } } },
    '/batch': {
      post: {
        requestBody: {
          required: true,
          content: json({
            type: 'array',
            items: {
              type: 'object',
              properties: { path: { type: 'string' }, method: { enum: ['GET'] } },
              required: ['path'],
              additionalProperties: false,
            },
            maxItems: MOST,
          }),
        },
        responses: { 200: { description: 'What was read.' }, 413: { description: 'Too many.' } },
      },
    },
  },
}
