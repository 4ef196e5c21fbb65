import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { serveHandler, serveRaw } from '../flaws/serve.ts'
import { createBudget } from '../run/budget.ts'
import type { AuditConfig } from './config.ts'
import { discover } from './discover.ts'
import { BadDescription } from './openapi/read-document.ts'

const title = { type: 'string', maxLength: 50 }
const note = {
  type: 'object',
  required: ['title'],
  properties: { id: { type: 'integer', readOnly: true }, title },
}
const json = (schema: object) => ({ 'application/json': { schema } })
const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } }
const ok = { description: 'OK', content: json(note) }

const document = {
  openapi: '3.1.0',
  info: { title: 'Notes', version: '1' },
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  security: [{ token: [] }],
  paths: {
    '/notes': {
      get: { responses: { 200: { description: 'All', content: json({ type: 'array', items: note }) } } },
      post: { requestBody: { content: json(note) }, responses: { 201: ok } },
    },
    '/notes/{id}': {
      parameters: [id],
      get: { responses: { 200: ok } },
      put: { requestBody: { content: json(note) }, responses: { 200: ok } },
    },
    '/sign-out': { get: { responses: { 204: { description: 'Out' } } } },
    '/books': { get: { security: [], responses: { 200: { description: 'Books', content: json({}) } } } },
  },
}

const asked: string[] = []
const notes: RequestListener = (request, response) => {
  const { url = '', method } = request
  asked.push(`${method} ${url}`)
  const answers: Record<string, unknown> = {
    '/': { links: { page: '/page', favicon: '/favicon.ico' } },
    '/page': {},
    '/openapi.json': document,
    '/notes': [{ id: 7, title: 'Seven' }],
    '/notes/7': { id: 7, title: 'Seven' },
    '/books': {},
    '/sign-out': {},
    '/ready': {},
    '/favicon.ico': {},
  }
  if (method === 'POST' && url === '/sign-in') return response.end('{"data":{"token":"ada"}}')
  if (url.startsWith('/notes') && request.headers.authorization !== 'Bearer ada') response.statusCode = 401
  else if (answers[url] === undefined) response.statusCode = 404
  response.setHeader('content-type', 'application/json')
  return response.end(JSON.stringify(answers[url] ?? {}))
}

const config: AuditConfig = {
  users: [{ name: 'ada', signIn: { user: 'ada', password: 'right' } }],
  signIn: { path: '/sign-in', token: '/data/token' },
}

async function discovered(handler: RequestListener, given: AuditConfig = {}) {
  await using server = await serveHandler(handler)
  return await discover(server.url, given, createBudget(1000, 1000), 'test')
}

it('finds pages, what is guarded and what can be made, from a description and a user', async () => {
  asked.length = 0
  const target = await discovered(notes, config)
  expect(target.description?.from).toBe('/openapi.json')
  expect(target.users).toEqual([{ name: 'ada', headers: { Authorization: 'Bearer ada' } }])
  expect(target.pages.map(({ path, as }) => [path, as?.name])).toEqual([
    ['/notes', 'ada'],
    ['/books', undefined],
    ['/notes/7', 'ada'],
    ['/', undefined],
    ['/page', undefined],
  ])
  expect(target.guarded).toEqual(['/notes', '/notes/7'])
  expect(target.health).toEqual({ ready: '/ready' })
  expect(target.resources).toMatchObject([
    { path: '/notes', methods: ['list', 'create', 'read', 'replace'], text: 'title', as: { name: 'ada' } },
  ])
  expect(target.resources[0]?.example()).toEqual({ title: expect.stringMatching(/^audit \w{8}$/) })
  expect(target.signIn).toMatchObject({
    path: '/sign-in',
    wrong: { user: 'ada', password: 'not-the-password-1' },
  })
})

it('sends nothing but GET, apart from signing in, and nothing that sounds like an end', async () => {
  asked.length = 0
  await discovered(notes, config)
  expect(asked.filter((each) => !each.startsWith('GET '))).toEqual(['POST /sign-in'])
  expect(asked).not.toContain('GET /sign-out')
})

describe('a target that cannot be audited is told apart', () => {
  const failure = (url: string) =>
    discover(url, {}, createBudget(1000, 1000), 'test').catch((error: unknown) => String(error))

  it('where nothing listens', async () => {
    const server = await serveHandler(notes)
    await server[Symbol.asyncDispose]()
    expect(await failure(server.url)).toMatch(/^Unreachable: .* cannot be reached: connect ECONNREFUSED/)
  })

  it('where something else than HTTP is spoken', async () => {
    await using server = await serveRaw((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'))
    expect(await failure(server.url)).toMatch(/speaks no HTTP: it said "SSH-2.0-OpenSSH_9.6/)
  })

  it('where TLS is spoken', async () => {
    await using server = await serveRaw((socket) => socket.end(Buffer.from([0x15, 0x03, 0x01, 0, 2, 2, 70])))
    expect(await failure(server.url)).toMatch(/speaks TLS; give its address with https/)
  })

  it('where TLS was expected and HTTP is spoken', async () => {
    await using server = await serveHandler(notes)
    expect(await failure(server.url.replace('http:', 'https:'))).toMatch(
      /speaks no TLS; give its address with http:/,
    )
  })

  it('where connections are closed without an answer', async () => {
    await using server = await serveRaw((socket) => socket.end())
    expect(await failure(server.url)).toMatch(/^BadTarget: .* ends them without an answer/)
  })

  it('where everything leads to another address', async () => {
    const elsewhere: RequestListener = (request, response) =>
      response.writeHead(308, { location: `https://shop.example${request.url}` }).end()
    await using server = await serveHandler(elsewhere)
    expect(await failure(server.url)).toMatch(
      /sends everybody to https:\/\/shop\.example; audit that address instead/,
    )
  })
})

it('looks on where the start page alone leads elsewhere', async () => {
  const target = await discovered((request, response) => {
    if (request.url === '/') response.writeHead(302, { location: 'https://www.example/' }).end()
    else notes(request, response)
  })
  expect(target.known[0]).toBe('Its start page leads to https://www.example, which is not looked at.')
  expect(target.pages.map(({ path }) => path)).toEqual(['/books'])
})

it('takes no page of a single-page application for more than one', async () => {
  const index = '<!doctype html><script src="/app.js"></script><a href="/about">About</a>'
  const target = await discovered(
    (request, response) => {
      const isItems = request.url === '/api/items'
      response
        .setHeader('content-type', isItems ? 'application/json' : 'text/html')
        .end(isItems ? '[{"id":1}]' : index)
    },
    { pages: ['/api/items'] },
  )
  expect(target.pages.map(({ path }) => path)).toEqual(['/api/items', '/'])
  expect(target.health).toEqual({})
  expect(target.known[0]).toMatch(
    /^An address that cannot exist is answered with 200 OK, as by a single-page application/,
  )
})

describe('a description is found', () => {
  const at =
    (path: string, body: string, start = '') =>
    (request: IncomingMessage, response: ServerResponse) => {
      if (request.url === path) response.end(body)
      else if (request.url === '/') response.end(start)
      else response.writeHead(404).end()
    }
  const text = JSON.stringify(document)

  it.each(['/openapi.json', '/v3/api-docs', '/swagger/v1/swagger.json', '/q/openapi'])(
    'at %s',
    async (path) => {
      expect((await discovered(at(path, text))).description?.from).toBe(path)
    },
  )

  it('where the start page points to it', async () => {
    const start =
      '<link rel="stylesheet" href="/swagger-ui.css"><script>ui({ url: "/docs/openapi-v2.json" })</script>'
    expect((await discovered(at('/docs/openapi-v2.json', text, start))).description?.from).toBe(
      '/docs/openapi-v2.json',
    )
  })

  it('where the configuration says, as a path, an address or a file', async () => {
    await using server = await serveHandler(at('/hidden', text))
    const from = async (openapi: string) =>
      (await discover(server.url, { openapi }, createBudget(1000, 1000), 'test')).description?.operations
        .length
    expect(await from('/hidden')).toBe(6)
    expect(await from(`${server.url}/hidden`)).toBe(6)
    await expect(from('/nowhere')).rejects.toThrow(
      'There is no OpenAPI document at /nowhere: the answer was 404.',
    )
    await expect(from('nowhere.yaml')).rejects.toThrow('neither a file nor an address')
    await expect(from(import.meta.filename)).rejects.toThrow(BadDescription)
  })

  it('with the paths that the target has, where it names the server of production alone', async () => {
    const servers = [{ url: 'https://api.example/v1' }]
    const description = JSON.stringify({ ...document, servers })
    const paths = async (prefix: string) => {
      const target = await discovered((request, response) => {
        if (request.url === '/openapi.json') response.end(description)
        else if (request.url === `${prefix}/books`) response.end('{}')
        else response.writeHead(404).end()
      })
      return target.pages.map(({ path }) => path)
    }
    expect(await paths('')).toEqual(['/books'])
    expect(await paths('/v1')).toEqual(['/v1/books'])
  })

  it('and said to be of no use where it is', async () => {
    const target = await discovered(at('/swagger.json', '{"swagger":"2.0"}'))
    expect(target.description).toBeUndefined()
    expect(target.known[0]).toBe(
      '/swagger.json is written in Swagger (the text "2.0"), which is not read; turn it into OpenAPI 3.0 or later.',
    )
  })
})

it('tells that few connections are served at once, where half a request keeps others waiting', async () => {
  // One worker, which reads from one connection until that is over.
  let turn: Promise<unknown> = Promise.resolve()
  const url = serveRaw((socket) => {
    turn = turn.then(() => {
      socket.on('end', () => socket.destroy())
      socket.on('data', (data) => {
        if (data.includes('\r\n\r\n')) socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n')
      })
      return socket.destroyed ? undefined : once(socket, 'close')
    })
  })
  await using narrow = await url
  const target = await discover(narrow.url, {}, createBudget(1000, 1000), 'test')
  expect(target.servesFew).toBe(true)
  expect(target.known.join()).toContain('only a few connections at once')
  expect((await discovered(notes)).servesFew).toBe(false)
})

describe('users', () => {
  it('sign in with a form, and call with another scheme, where it is so', async () => {
    const bodies: string[] = []
    const handler: RequestListener = async (request, response) => {
      const known = request.headers.authorization === 'Token t0'
      if (request.method !== 'POST') return response.writeHead(known ? 200 : 401).end()
      bodies.push(`${request.headers['content-type']} ${String(await request.toArray())}`)
      return response.end('{"token":"t0"}')
    }
    const users = [
      { name: 'eve', signIn: { username: 'eve', password: 'e' } },
      { name: 'ada', signIn: { username: 'ada', password: 'a b' } },
    ]
    const signIn = { path: '/token', token: '/token', form: true, wrong: { username: 'ada', password: 'c' } }
    const target = await discovered(handler, {
      users,
      signIn: { ...signIn, scheme: 'Token' },
      pages: ['/me'],
    })
    expect(bodies).toContain('application/x-www-form-urlencoded username=ada&password=a+b')
    expect(target.users[0]?.headers).toEqual({ Authorization: 'Token t0' })
    expect(target.signIn).toMatchObject({
      form: true,
      right: { username: 'ada' },
      wrong: { username: 'ada' },
    })
    expect(target.known.join()).not.toContain('refused')
    const mistaken = await discovered(handler, { users, signIn, guarded: ['/me'] })
    expect(mistaken.known.join()).toContain('ada is refused like nobody is: GET /me was answered with 401')
  })

  const signIn = { path: '/in' }
  const users = [{ name: 'ada', signIn: { user: 'ada', password: 'x' } }]

  it('come with the cookies that signing in sets', async () => {
    const target = await discovered(
      (request, response) => {
        if (request.url === '/in')
          response.setHeader('set-cookie', ['session=abc; Path=/; HttpOnly', 'csrf=d; Path=/'])
        response.end('{}')
      },
      { users, signIn },
    )
    expect(target.users).toEqual([{ name: 'ada', headers: { Cookie: 'session=abc; csrf=d' } }])
  })

  it.each([
    ['is refused', 403, '{}', 'ada could not sign in: POST /in was answered with 403 Forbidden.'],
    ['gives no token', 200, '{"other":1}', 'ada could not sign in: POST /in gave no token at /token.'],
  ])('who cannot sign in are left out: it %s', async (_, status, body, says) => {
    const target = await discovered((__, response) => response.writeHead(status).end(body), {
      users,
      signIn: { ...signIn, token: '/token' },
    })
    expect(target.users).toEqual([])
    expect(target.known).toContain(says)
  })
})

it('uses recorded pages and bodies, and recorded credentials only for the user who is named', async () => {
  await using server = await serveHandler(notes)
  const folder = await mkdtemp(join(tmpdir(), 'audit-har-'))
  const file = join(folder, 'shop.har')
  const headers = [{ name: 'Authorization', value: 'Bearer ada' }]
  const postData = { mimeType: 'application/json', text: '{"title":"Recorded"}' }
  const entries = [
    { request: { url: `${server.url}/notes/7`, method: 'GET', headers }, response: { status: 200 } },
    { request: { url: `${server.url}/notes`, method: 'POST', headers, postData }, response: { status: 201 } },
  ]
  await writeFile(file, JSON.stringify({ log: { entries } }))
  const find = (har: AuditConfig['har']) =>
    discover(server.url, { har } as AuditConfig, createBudget(1000, 1000), 'test')
  const [without, named] = [await find({ file }), await find({ file, user: 'ada' })]
  await rm(folder, { recursive: true })
  expect(without.users).toEqual([])
  expect(named.users).toEqual([{ name: 'ada', headers: { Authorization: 'Bearer ada' } }])
  expect(named.pages[0]).toMatchObject({ path: '/notes/7', as: { name: 'ada' } })
  const create = named.description?.operations.find(({ method }) => method === 'POST')
  expect(create?.body?.content['application/json']?.example).toEqual({ title: 'Recorded' })
})

it.each([
  [undefined, true],
  [true, true],
  [false, false],
])('may be written to on this machine where own is %s: %s', async (own, writable) => {
  expect((await discovered(notes, own === undefined ? {} : { own })).writable).toBe(writable)
})
