import { expect, it } from 'vitest'
import type { AuditConfig } from '../config.ts'
import { itemPath } from '../item-path.ts'
import { describe } from '../openapi/describe.ts'
import type { User } from '../target.ts'
import { findResources } from './find-resources.ts'

const ada: User = { name: 'ada', headers: {} }
const note = {
  type: 'object',
  required: ['kind', 'title'],
  properties: {
    id: { type: 'string', readOnly: true },
    kind: { enum: ['a'] },
    when: { type: 'string', format: 'date' },
    note: { type: ['string', 'null'] },
    title: { type: 'string', minLength: 1, maxLength: 40 },
  },
}

function document(post: object = {}, paths: object = {}) {
  const responses = { 201: { description: 'Created' } }
  const item = { parameters: [{ name: 'id', in: 'path', required: true, schema: {} }] }
  const requestBody = { content: { 'application/json': { schema: note } } }
  const api = {
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: {
      '/notes': { get: { responses }, post: { requestBody, responses, ...post } },
      '/notes/{id}': { ...item, get: { responses }, delete: { responses } },
      ...paths,
    },
  }
  return describe(JSON.stringify(api), 'test', new URL('http://127.0.0.1'))
}

const find = (
  config: AuditConfig,
  description: ReturnType<typeof document> | undefined,
  users: readonly User[] = [],
) => findResources(config, description, users, 'test')

it('takes a collection that is described, with what is described of it and a new body each time', () => {
  const [resource, ...more] = find({}, document())
  expect(more).toEqual([])
  expect(resource).toMatchObject({
    path: '/notes',
    methods: ['list', 'create', 'read', 'delete'],
    text: 'title',
    as: undefined,
  })
  expect(resource?.operations.delete?.path).toBe('/notes/{id}')
  const [one, other] = [resource?.example(), resource?.example()]
  expect(one).toEqual({ kind: 'a', title: expect.stringMatching(/^audit \w{8}$/) })
  expect(other).not.toEqual(one)
})

it('takes a collection whose address ends with a slash, with items that are described below it', () => {
  const responses = { 200: { description: 'OK' } }
  const item = { parameters: [{ name: 'id', in: 'path', required: true, schema: {} }], get: { responses } }
  for (const path of ['/books/{id}', '/books/{id}/']) {
    const description = document({}, { '/books/': { get: { responses } }, [path]: item })
    const [books] = find({ resources: [{ path: '/books/', example: {} }] }, description)
    expect(books?.methods).toEqual(['list', 'read'])
    expect(itemPath(books ?? { path: '' }, 'a/b')).toBe(path.replace('{id}', 'a%2Fb'))
  }
  expect(itemPath({ path: '/books/' }, 7)).toBe('/books/7/')
  expect(itemPath({ path: '/books' }, 7)).toBe('/books/7')
})

it('makes bodies like the example of the document, where that fits', () => {
  const body = (example: unknown) => ({
    requestBody: { content: { 'application/json': { schema: note, example } } },
  })
  expect(
    find({}, document(body({ kind: 'a', title: 'x', when: '2030-01-01' })))[0]?.example(),
  ).toHaveProperty('when', '2030-01-01')
  expect(find({}, document(body({ kind: 'z' })))[0]?.example()).toHaveProperty('kind', 'a')
})

it('belongs to a user where one has to be somebody, and is left out where nobody is known', () => {
  const secured = document({ security: [{ token: [] }] })
  expect(find({}, secured, [ada])[0]?.as).toBe(ada)
  expect(find({}, secured)).toEqual([])
})

it.each([
  ['without a JSON body', document({ requestBody: undefined })],
  [
    'with a body that only a form can be',
    document({ requestBody: { content: { 'text/plain': { schema: {} } } } }),
  ],
  ['that makes nothing', document({ responses: { 303: { description: 'Other' } } })],
  [
    'with a required parameter',
    document({ parameters: [{ name: 'a', in: 'query', required: true, schema: {} }] }),
  ],
  [
    'of a schema that nothing fits',
    document({ requestBody: { content: { 'application/json': { schema: false } } } }),
  ],
])('leaves a collection out %s', (_, description) => {
  expect(find({}, description)).toEqual([])
})

it('takes the configuration at its word, and asks for no more than is described', () => {
  const config: AuditConfig = {
    resources: [
      { path: '/notes', as: 'ada', example: { title: 'A {{random}}', tags: ['{{random}}'] }, text: 'title' },
      {
        path: '/files',
        example: {},
        methods: ['read', 'delete'],
        putAt: ['/files/a-{{random}}', '/files/b'],
      },
      { path: '/parts', example: {}, putAt: ['/parts/{{random}}'] },
      { path: '/other', example: {} },
    ],
  }
  const [notes, files, parts, other] = find(config, document(), [ada])
  expect(notes).toMatchObject({ methods: ['list', 'create', 'read', 'delete'], as: ada })
  const { title, tags } = notes?.example() ?? {}
  expect(tags).toEqual([String(title).slice(2)])
  expect(title).toMatch(/^A \w{10}$/)
  expect([files?.putAt?.(), files?.putAt?.(), files?.putAt?.()]).toEqual([
    expect.stringMatching(/^\/files\/a-\w{10}$/),
    '/files/b',
    expect.stringMatching(/^\/files\/a-\w{10}$/),
  ])
  expect([files?.sharesAddresses, parts?.sharesAddresses]).toEqual([true, false])
  expect(other?.methods).toHaveLength(6)
})
