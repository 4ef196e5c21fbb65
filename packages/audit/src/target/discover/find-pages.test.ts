import type { RequestListener } from 'node:http'
import { expect, it } from 'vitest'
import { serveHandler } from '../../flaws/serve.ts'
import { createBudget } from '../../run/budget.ts'
import type { AuditConfig } from '../config.ts'
import { discover } from '../discover.ts'

const responses = { 200: { description: 'OK' } }
const parameter = (name: string, more: object = {}) => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string' },
  ...more,
})

/** Serves these GETs as JSON, and a description of those. */
function serving(answers: Readonly<Record<string, unknown>>, paths: object): RequestListener {
  const document = { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths }
  const all: Readonly<Record<string, unknown>> = { '/openapi.json': document, ...answers }
  return ({ url = '' }, response) => {
    if (url === '/stream')
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
    else if (all[url] === undefined) response.writeHead(404).end()
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(all[url]))
  }
}

async function find(handler: RequestListener, config: AuditConfig = {}) {
  await using server = await serveHandler(handler)
  return await discover(server.url, config, createBudget(1000, 1000), 'test')
}

it('finds its way down through lists', async () => {
  const answers = {
    '/users': { data: { users: [{ uuid: 'u/1' }] } },
    '/users/u%2F1': {},
    '/users/u%2F1/notes': [{ noteId: 5 }],
    '/users/u%2F1/notes/5': {},
  }
  const [user, note] = [parameter('userId'), parameter('noteId')]
  const target = await find(
    serving(answers, {
      '/users/{userId}/notes/{noteId}': { get: { parameters: [user, note], responses } },
      '/users/{userId}/notes': { get: { parameters: [user], responses } },
      '/users/{userId}': { get: { parameters: [user], responses } },
      '/users': { get: { responses } },
    }),
  )
  expect(target.pages.map(({ path, operation }) => [path, operation?.path])).toEqual([
    ['/users', '/users'],
    ['/users/u%2F1/notes', '/users/{userId}/notes'],
    ['/users/u%2F1', '/users/{userId}'],
    ['/users/u%2F1/notes/5', '/users/{userId}/notes/{noteId}'],
  ])
})

it('fills what is required from examples and schemas, and guesses no names', async () => {
  const answers = { '/cities/Paris?lang=de': {}, '/numbers/1': {}, '/search?q=tea': {} }
  const lang = { name: 'lang', in: 'query', required: true, schema: { enum: ['de'] } }
  const q = { name: 'q', in: 'query', required: true, schema: { type: 'string', examples: ['tea'] } }
  const asked: string[] = []
  const handler = serving(answers, {
    '/cities/{city}': { get: { parameters: [parameter('city', { example: 'Paris' }), lang], responses } },
    '/numbers/{n}': { get: { parameters: [parameter('n', { schema: { type: 'integer' } })], responses } },
    '/search': {
      get: { parameters: [q, { name: 'page', in: 'query', schema: { type: 'integer' } }], responses },
    },
    '/guessed/{name}': { get: { parameters: [parameter('name')], responses } },
    '/special': { get: { parameters: [{ ...q, in: 'header', name: 'X-Key' }], responses } },
  })
  const target = await find((request, response) => {
    asked.push(request.url ?? '')
    handler(request, response)
  })
  expect(target.pages.map(({ path }) => path).toSorted()).toEqual(Object.keys(answers).toSorted())
  expect(asked.filter((path) => /guessed|special/.test(path))).toEqual([])
})

it('takes no stream for a page, and does not wait for its end', async () => {
  const target = await find(serving({}, { '/stream': { get: { responses } } }))
  expect(target.pages).toEqual([])
})

it('says which named page does not answer', async () => {
  const target = await find(serving({ '/there': 1 }, {}), { pages: ['/there', '/gone'] })
  expect(target.pages.map(({ path }) => path)).toEqual(['/there'])
  expect(target.known).toContain('/gone, which the configuration names, does not answer a GET with success.')
})

it('knows what describes a page that is named as well', async () => {
  const target = await find(serving({ '/books': [1] }, { '/books': { get: { responses } } }), {
    pages: ['/books'],
  })
  expect(target.pages.map(({ path, operation }) => [path, operation?.path])).toEqual([['/books', '/books']])
})

it('has twenty pages at most, lists first', async () => {
  const paths = Array.from({ length: 50 }, (_, index) => `/p${index}`)
  const plain = Object.fromEntries(paths.map((path) => [path, {}]))
  const answers = { ...plain, '/p30': [{ id: 1 }], '/': { description: '/openapi.json' } }
  const target = await find(
    serving(answers, Object.fromEntries(paths.map((path) => [path, { get: { responses } }]))),
  )
  expect(target.pages).toHaveLength(20)
  expect(target.pages[0]?.path).toBe('/p30')
  expect(target.pages.map(({ path }) => path)).not.toContain('/openapi.json')
})

it('finds the same for the same seed', async () => {
  const number = parameter('n', { in: 'query', schema: { type: 'integer', minimum: 1, maximum: 1_000_000 } })
  const document = {
    '/a': { get: { parameters: [number], responses } },
    '/b': { get: { parameters: [number], responses } },
  }
  const handler: RequestListener = (request, response) =>
    request.url?.startsWith('/a?') || request.url?.startsWith('/b?')
      ? response.end('1')
      : serving({}, document)(request, response)
  const paths = async () => (await find(handler)).pages.map(({ path }) => path)
  const first = await paths()
  expect(first).toHaveLength(2)
  expect(await paths()).toEqual(first)
})
