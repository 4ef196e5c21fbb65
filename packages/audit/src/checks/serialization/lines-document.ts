const ITEM = { type: 'object', properties: { count: { type: 'integer' } }, required: ['count'] }

/** Describes a server that takes lines of JSON. */
export const LINES_DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'Lines', version: '1.0.0' },
  paths: {
    '/import': {
      post: {
        requestBody: {
          content: { 'application/x-ndjson': { schema: { type: 'string' }, 'x-item-schema': ITEM } },
        },
        responses: { 200: { description: 'They are counted.' } },
      },
    },
  },
}
