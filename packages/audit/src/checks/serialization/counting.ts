import { answering } from '../../flaws/answering.ts'
import { contentOf } from '../../flaws/sound/content.ts'
import type { Specimen } from '../../flaws/specimen.ts'

/** A server that takes any integer, and keeps it as it was written; or as a double, as JavaScript does. */
export function counting(exactly: boolean): Specimen {
  return answering(
    (request, response) => {
      const answer = async () => {
        const content = request.method === 'POST' ? (await contentOf(request)).toString() : ''
        const written = /"count":(\d+)/.exec(content)?.[1] ?? '1'
        const count = exactly ? written : String(Number(written))
        const isDocument = request.url === '/openapi.json'
        response.writeHead(request.method === 'POST' ? 201 : isDocument ? 200 : 404, {
          'content-type': 'application/json',
        })
        response.end(isDocument ? JSON.stringify(DOCUMENT) : `{"id":1,"count":${count}}`)
      }
      answer().catch(() => response.destroy())
    },
    {
      openapi: '/openapi.json',
      resources: [{ path: '/counts', example: { count: 1 }, methods: ['create'] }],
    },
  )
}

const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'Counts', version: '1.0.0' },
  paths: {
    '/counts': {
      post: {
        requestBody: {
          content: {
            'application/json': {
              schema: { type: 'object', properties: { count: { type: 'integer' } }, required: ['count'] },
            },
          },
        },
        responses: { 201: { description: 'It was counted.' } },
      },
    },
  },
}
