import type { Endpoint, Place } from '../endpoint.ts'
import { json } from '../reply.ts'
import { represent } from '../represent.ts'

const START = json({
  name: 'sound',
  links: {
    books: '/books',
    notes: '/notes',
    me: '/me',
    page: '/page',
    large: '/large',
    negotiated: '/negotiated',
    description: '/openapi.json',
    live: '/live',
    ready: '/ready',
    metrics: '/metrics',
  },
})

const start: Endpoint = {
  id: 'readStart',
  summary: 'What there is',
  gives: {
    status: 200,
    description: 'Where everything is.',
    types: ['application/json'],
    schema: 'Start',
    headers: { Link: 'The description (RFC 8631).', ETag: 'Of the content.' },
  },
  run: (asked) =>
    represent(asked, {
      type: 'application/json',
      body: START,
      cache: 'public, max-age=60',
      packs: true,
      headers: { Link: '</openapi.json>; rel="service-desc"; type="application/json"' },
    }),
}

export const startPlaces: readonly Place[] = [{ pattern: '/', methods: { GET: start } }]
