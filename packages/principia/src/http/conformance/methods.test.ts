// RFC 9110, chapter 9.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { route, t } from '../../index.ts'
import { startQuiet } from '../fixtures/app.ts'
import { everything } from './fixtures/everything.ts'
import { askWire } from './fixtures/wire.ts'

const done: string[] = []
const Name = t.Object({ name: t.String({ minLength: 1 }) })
const routes = [
  ...everything,
  route('PUT /kept', { access: 'public', body: Name }, ({ body }) => {
    done.push(body.name)
    return body
  }),
  route('PUT /silent', { access: 'public', body: Name }, ({ body }) => void done.push(body.name)),
]

let server: Awaited<ReturnType<typeof startQuiet>>
beforeAll(async () => {
  server = await startQuiet({ routes })
})
afterAll(() => server.stop())
beforeEach(() => {
  done.length = 0
})

const ask = (line: string, fields: string[] = [], body = '') =>
  askWire(server.port, line, body === '' ? fields : [...fields, `Content-Length: ${body.length}`], body)
const JSON_TYPE = 'Content-Type: application/json'
const changing = new Set(['date', 'x-request-id'])
const linesOf = (lines: readonly string[]) =>
  lines.filter((line) => !changing.has(line.slice(0, line.indexOf(':')).toLowerCase())).toSorted()

describe('GET and HEAD', () => {
  it.each(['/json', '/text', '/page', '/parts', '/chatty', '/nothing', '/moved/302', '/formats', '/names/a'])(
    'work for %s, with the same fields, and HEAD has no content [9110-9.1-1, 9110-9.3.2-1, 9110-9.3.2-2]',
    async (path) => {
      const [get, head] = [await ask(`GET ${path}`), await ask(`HEAD ${path}`)]
      expect([head.status, linesOf(head.lines), head.body]).toEqual([get.status, linesOf(get.lines), ''])
    },
  )

  it.each(['GET', 'HEAD'])(
    'content that comes with a %s means nothing [9110-9.3.1-1, 9110-9.3.2-3]',
    async (method) => {
      const plain = await ask(`${method} /json`)
      for (const [type, body] of [
        ['application/json', '{"hello":"you"}'],
        ['text/plain', 'not JSON at all'],
      ] as const) {
        const given = await ask(`${method} /json`, [`Content-Type: ${type}`], body)
        expect([given.status, given.body]).toEqual([plain.status, plain.body])
      }
    },
  )

  it('a route of GET that declares content does not start [9110-9.3.1-1]', async () => {
    const wrong = route('GET /wrong', { access: 'public', body: Name }, () => 'x')
    await expect(startQuiet({ routes: [wrong] })).rejects.toThrow('a GET has no body')
  })
})

describe('what does not work', () => {
  it.each(['BREW', 'get', 'TRACE', 'PROPFIND', 'LINK', 'QUERYX'])(
    '%s is a method that is not known: 501 [9110-9.1-2]',
    async (method) => {
      expect([(await ask(`${method} /json`)).status, (await ask(`${method} /nowhere`)).status]).toEqual([
        501, 501,
      ])
    },
  )

  it.each([
    ['POST /json', 'GET, HEAD, OPTIONS'],
    ['GET /kept', 'OPTIONS, PUT'],
    ['PATCH /names/a', 'DELETE, GET, HEAD, OPTIONS, PUT'],
  ])(
    '%s is a 405, and Allow says what does [9110-9.1-3, 9110-10.2.1-1, 9110-15.5.6-1]',
    async (line, allowed) => {
      const { status, field } = await ask(line)
      expect([status, field('allow')]).toEqual([405, allowed])
      expect(await ask(`OPTIONS ${line.split(' ')[1]}`)).toMatchObject({ status: 204 })
    },
  )

  it.each(['test:443', 'test', 'test:', 'test:0', 'test:99999', 'test:x', ':443', ''])(
    'CONNECT to "%s" is refused, and never framed as a tunnel would not be [9110-9.3.6-1, 9110-9.3.6-2, 9110-8.6-4]',
    async (target) => {
      expect((await ask(`CONNECT ${target}`)).status).toBeOneOf([400, 405, 501])
    },
  )
})

it('OPTIONS says what a resource can do [9110-9.3.7-1]', async () => {
  const { status, field } = await ask('OPTIONS /names/a')
  expect([status, field('allow')]).toEqual([204, 'DELETE, GET, HEAD, OPTIONS, PUT'])
})

it('POST answers with 201, the address of what was made and a description [9110-9.3.3-1]', async () => {
  const { status, field, body } = await ask('POST /names', [JSON_TYPE], '{"name":"Ada"}')
  expect([status, field('location'), body]).toEqual([201, '/names/Ada', '{"name":"Ada"}'])
})

describe('PUT', () => {
  it('is answered with 200, or with 204 where there is nothing to say [9110-9.3.4-2]', async () => {
    expect((await ask('PUT /kept', [JSON_TYPE], '{"name":"a"}')).status).toBe(200)
    expect((await ask('PUT /silent', [JSON_TYPE], '{"name":"a"}')).status).toBe(204)
  })

  it.each([
    ['{"name":""}', JSON_TYPE, 422],
    ['{"name":"a","more":1}', JSON_TYPE, 422],
    ['{"name":', JSON_TYPE, 400],
    ['<name/>', 'Content-Type: text/xml', 415],
  ])(
    'of %s as %s is refused with a reason: %i [9110-9.3.4-3, 9110-9.3.4-4]',
    async (content, type, status) => {
      const answer = await ask('PUT /kept', [type], content)
      expect([answer.status, done]).toEqual([status, []])
      const { detail, errors } = JSON.parse(answer.body) as { detail?: string; errors?: unknown[] }
      expect(errors ?? detail).toBeDefined()
    },
  )

  it('ignores fields that it does not know [9110-9.3.4-5]', async () => {
    const { status, body } = await ask('PUT /kept', [JSON_TYPE, 'X-Colour: red'], '{"name":"a"}')
    expect([status, body]).toEqual([200, '{"name":"a"}'])
  })

  it('is not answered with validators that its handler did not give [9110-9.3.4-6]', async () => {
    const { field } = await ask('PUT /kept', [JSON_TYPE], '{"name":"a"}')
    expect([field('etag'), field('last-modified')]).toEqual([undefined, undefined])
  })
})

it('DELETE is answered with 204, and its content means nothing [9110-9.3.5-1, 9110-9.3.5-2]', async () => {
  expect((await ask('DELETE /names/a')).status).toBe(204)
  expect((await ask('DELETE /names/a', ['Content-Type: text/plain'], 'why')).status).toBe(204)
})
