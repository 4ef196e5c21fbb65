// RFC 9110, chapter 8: what is said of content.
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { file, route, t } from '../../index.ts'
import { startQuiet } from '../fixtures/app.ts'
import { everything } from './fixtures/everything.ts'
import { askWire } from './fixtures/wire.ts'

const folder = mkdtempSync(join(tmpdir(), 'principia-conformance-'))
const names = new Map<string, unknown>()
let state = 'first'

const routes = [
  ...everything,
  route('GET /weak', { access: 'public', etag: 'weak' }, () => ({ state })),
  route('GET /file', { access: 'public' }, () => file(join(folder, 'file.txt'))),
  route('POST /inflated', { access: 'public', decompress: true, body: t.Unknown() }, ({ body }) => ({
    body,
  })),
  route('PUT /kept/:name', { access: 'public', body: t.Unknown() }, ({ params, body }) => {
    names.set(params.name, body)
  }),
  route('GET /large', { access: 'public' }, () => 'a row of a table\n'.repeat(1000)),
]

let server: Awaited<ReturnType<typeof startQuiet>>
beforeAll(async () => {
  server = await startQuiet({ routes })
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const ask = (line: string, ...fields: string[]) => askWire(server.port, line, fields)
const JSON_TYPE = 'Content-Type: application/json'

describe('Content-Encoding', () => {
  it('has the coding that was applied, and identity is none [9110-8.4-1, 9110-8.4-2, 9110-12.5.3-1]', async () => {
    const codingOf = async (accepted: string) => {
      const { status, field } = await ask('GET /large', `Accept-Encoding: ${accepted}`)
      return [status, field('content-encoding')]
    }
    expect(await codingOf('gzip')).toEqual([200, 'gzip'])
    for (const accepted of ['identity', '', 'compress', 'gzip;q=0']) {
      expect([accepted, ...(await codingOf(accepted))]).toEqual([accepted, 200, undefined])
    }
  })

  it('x-gzip is gzip, both ways [9110-8.4.1.3-1]', async () => {
    expect((await ask('GET /large', 'Accept-Encoding: x-gzip')).field('content-encoding')).toBe('gzip')
    const content = gzipSync('{"a":1}').toString('latin1')
    const fields = [JSON_TYPE, 'Content-Encoding: x-gzip', `Content-Length: ${content.length}`]
    expect((await askWire(server.port, 'POST /inflated', fields, content)).body).toBe('{"body":{"a":1}}')
  })
})

describe('Content-Length', () => {
  it.each(['/json', '/text', '/bytes', '/parts', '/chatty'])(
    'of HEAD %s is that of GET [9110-8.6-1]',
    async (path) => {
      const [get, head] = [await ask(`GET ${path}`), await ask(`HEAD ${path}`)]
      expect(head.field('content-length')).toBe(String(get.body.length))
    },
  )

  it('is not in a 304 [9110-8.6-2]', async () => {
    const { status, field } = await ask('GET /json', 'If-None-Match: *')
    expect([status, field('content-length')]).toEqual([304, undefined])
  })

  it('is not in a 204, and no transfer coding is [9110-8.6-3, 9112-6.1-4]', async () => {
    for (const line of ['GET /nothing', 'DELETE /names/a', 'OPTIONS /json', 'OPTIONS *']) {
      const { status, field } = await ask(line)
      expect([status, field('content-length'), field('transfer-encoding')]).toEqual([
        204,
        undefined,
        undefined,
      ])
    }
  })

  it.each([
    '9007199254740993',
    '18446744073709551617',
    '9'.repeat(400),
    `${'0'.repeat(400)}18446744073709551617`,
  ])('of %s bytes is no small number [9110-8.6-6]', async (length) => {
    const { status } = await ask('POST /names', JSON_TYPE, `Content-Length: ${length}`)
    expect(status).toBeOneOf([400, 413])
  })
})

it('Content-Location in a request neither changes what it means nor is kept [9110-8.7-1, 9110-8.7-2]', async () => {
  const fields = [JSON_TYPE, 'Content-Location: /kept/other', 'Content-Length: 7']
  const { status, field } = await askWire(server.port, 'PUT /kept/one', fields, '{"a":1}')
  expect([status, field('content-location')]).toEqual([204, undefined])
  expect([...names]).toEqual([['one', { a: 1 }]])
})

describe('validators', () => {
  it('a weak tag changes with what it stands for [9110-8.8.1-1]', async () => {
    const first = (await ask('GET /weak')).field('etag') ?? ''
    expect(first).toMatch(/^W\//)
    expect((await ask('GET /weak', `If-None-Match: ${first}`)).status).toBe(304)
    state = 'second'
    expect((await ask('GET /weak', `If-None-Match: ${first}`)).status).toBe(200)
  })

  it('a date is that of the file at this moment, and never in the future [9110-8.8.2.1-1, 9110-8.8.2.1-2, 9110-8.8.2.1-3, 9110-8.8.2.1-4]', async () => {
    const path = join(folder, 'file.txt')
    writeFileSync(path, 'text')
    for (const changed of [new Date('2026-01-02T03:04:05Z'), new Date('2026-02-03T04:05:06Z')]) {
      utimesSync(path, changed, changed)
      expect((await ask('GET /file')).field('last-modified')).toBe(changed.toUTCString())
    }
    const tomorrow = new Date(Date.now() + 86_400_000)
    utimesSync(path, tomorrow, tomorrow)
    const { field } = await ask('GET /file')
    expect(field('last-modified')).toBeDefined()
    expect(Date.parse(field('last-modified') ?? '')).toBeLessThanOrEqual(Date.parse(field('date') ?? ''))
  })

  it.each(['/json', '/text', '/bytes', '/page', '/parts'])(
    'a GET of %s has a strong tag [9110-8.8.3.1-1, 9110-15.3.1-1]',
    async (path) => {
      expect((await ask(`GET ${path}`)).field('etag')).toMatch(/^"[\w-]+"$/)
      expect((await ask(`HEAD ${path}`)).field('etag')).toMatch(/^"[\w-]+"$/)
    },
  )
})
