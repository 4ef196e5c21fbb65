import type { Endpoint, Place } from '../endpoint.ts'
import { describe } from '../openapi.ts'
import { json } from '../reply.ts'
import { represent } from '../represent.ts'
import { bookPlaces } from './books.ts'
import { contentPlaces } from './content.ts'
import { healthPlaces } from './health.ts'
import { notePlaces } from './notes.ts'
import { pagePlaces } from './pages.ts'
import { signInPlaces } from './sign-in.ts'
import { startPlaces } from './start.ts'

const description: Endpoint = {
  id: 'readDescription',
  summary: 'This document',
  gives: {
    status: 200,
    description: 'OpenAPI 3.1.',
    types: ['application/json'],
    headers: { ETag: 'Of the document.' },
  },
  run: (asked) =>
    represent(asked, {
      type: 'application/json',
      body: documentBytes(),
      cache: 'public, max-age=60',
      packs: true,
    }),
}

/** All that there is. */
export const places: readonly Place[] = [
  ...startPlaces,
  ...contentPlaces,
  ...pagePlaces,
  ...bookPlaces,
  ...notePlaces,
  ...signInPlaces,
  ...healthPlaces,
  { pattern: '/openapi.json', methods: { GET: description } },
]

let known: Buffer | undefined

function documentBytes(): Buffer {
  known ??= json(describe(places))
  return known
}
