import type { Endpoint, Place } from '../endpoint.ts'
import { json } from '../reply.ts'
import { represent } from '../represent.ts'

const CACHE = 'public, max-age=60'

/** 200,000 bytes of text, each line another one. */
const LARGE = Buffer.from(
  Array.from(
    { length: 4000 },
    (_, at) => `${String(at).padStart(5, '0')} ${'abcdefghij'.repeat(5).slice(0, 43)}\n`,
  ).join(''),
)

const large: Endpoint = {
  id: 'readLarge',
  summary: 'A long text, also in parts',
  ranges: true,
  gives: {
    status: 200,
    description: 'All of it.',
    types: ['text/plain; charset=utf-8'],
    headers: { ETag: 'Of the content in its coding.', 'Last-Modified': 'When it was changed.' },
  },
  fails: { 416: 'No byte of the ranges is there.' },
  run: (asked) =>
    represent(asked, {
      type: asked.type,
      body: LARGE,
      cache: CACHE,
      modified: new Date('2020-01-02T03:04:05Z'),
      packs: true,
      ranges: true,
    }),
}

const MESSAGE = 'Hello'
const FORMS: Readonly<Record<string, Buffer>> = {
  'application/json': json({ message: MESSAGE }),
  'application/xml': Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<greeting><message>${MESSAGE}</message></greeting>\n`,
  ),
}

const negotiated: Endpoint = {
  id: 'readGreeting',
  summary: 'The same as JSON or XML',
  gives: {
    status: 200,
    description: 'The greeting.',
    types: Object.keys(FORMS),
    schema: 'Greeting',
    headers: { ETag: 'Of the content in its form.' },
  },
  run: (asked) =>
    represent(asked, {
      type: asked.type,
      body: FORMS[asked.type] ?? Buffer.alloc(0),
      cache: CACHE,
      packs: true,
    }),
}

export const contentPlaces: readonly Place[] = [
  { pattern: '/large', methods: { GET: large } },
  { pattern: '/negotiated', methods: { GET: negotiated } },
]
