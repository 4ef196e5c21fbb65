import { mkdirSync, mkdtempSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { defineAccess, file, problems, route, staticFiles } from '../index.ts'
import { ask as askServer } from './fixtures/ask.ts'
import { startQuiet } from './fixtures/app.ts'
import { exchange } from './fixtures/raw.ts'

const base = mkdtempSync(join(tmpdir(), 'principia-static-'))
const folder = join(base, 'public')
const put = (name: string, content: string | Buffer, minutesAgo = 10) => {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  const when = new Date(Date.now() - minutesAgo * 60_000)
  utimesSync(path, when, when)
}

const script = 'let answer = 42\n'.repeat(100)
put('index.html', '<h1>Home</h1>')
put('guide/index.html', '<h1>Guide</h1>')
put('empty/readme.txt', 'x')
put('app.js', script)
for (const [ending, compress] of [
  ['br', brotliCompressSync],
  ['zst', zstdCompressSync],
  ['gz', gzipSync],
] as const) {
  put(`app.js.${ending}`, compress(script))
  put(`app-4f3a1b2c.js.${ending}`, compress(script))
}
put('app-4f3a1b2c.js', script)
put('only-gzip.css', 'a{}')
put('only-gzip.css.gz', gzipSync('a{}'))
put('stale.js', 'new')
put('stale.js.br', brotliCompressSync('old'), 20)
put('photo.jpg', 'jpeg')
put('photo.jpg.br', 'not looked for')
put('ünï cödé.txt', 'unicode')
put('.secret', 'secret')
put('.well-known/security.txt', 'secret')
put('unknown.xyz', 'data')
put('empty.txt', '')
put('name.4f3a1b2c.css', 'a{}')
put('report-20261120.txt', 'dated')
writeFileSync(join(base, 'outside.txt'), 'outside')
symlinkSync(join(base, 'outside.txt'), join(folder, 'leak.txt'))
symlinkSync(base, join(folder, 'up'))
symlinkSync(join(folder, 'app.js'), join(folder, 'linked.js'))
symlinkSync('loop', join(folder, 'loop'))

const member = defineAccess('member', {
  scheme: 'bearer',
  check: ({ header }) => {
    if (header('authorization') !== 'Bearer right') throw problems.unauthorized()
    return { id: 'u1' }
  },
})

let server: Awaited<ReturnType<typeof startQuiet>>
beforeAll(async () => {
  server = await startQuiet({
    modules: [
      staticFiles('/', folder),
      staticFiles('/bare', pathToFileURL(folder), { index: false, precompressed: false, immutable: false }),
      staticFiles('/built', folder, { immutable: true }),
      staticFiles('/members', folder, { access: member, immutable: /^app/ }),
    ],
    routes: [
      route('GET /download', { access: 'public' }, () => file(join(folder, 'app.js'), { download: 'ä.js' })),
      route('GET /own-name', { access: 'public' }, () => file('app.js', { root: folder, download: true })),
      route('GET /missing', { access: 'public' }, () => file(join(folder, 'nowhere'))),
      route('GET /a-folder', { access: 'public' }, () => file(folder)),
      route('GET /untagged', { access: 'public' }, () => file(join(folder, 'app.js'), { etag: false })),
      route('GET /typed', { access: 'public' }, () => file(join(folder, 'app.js'), { type: 'text/plain' })),
      route('GET /within/**:path', { access: 'public' }, ({ params }) => file(params.path, { root: folder })),
    ],
  })
})
afterAll(async () => {
  await server.stop()
  rmSync(base, { recursive: true })
})

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  askServer(server.port, path, headers, method)

describe('static files', () => {
  it.each([
    ['/', 'text/html; charset=utf-8', '<h1>Home</h1>'],
    ['/index.html', 'text/html; charset=utf-8', '<h1>Home</h1>'],
    ['/guide/', 'text/html; charset=utf-8', '<h1>Guide</h1>'],
    ['/app.js', 'text/javascript; charset=utf-8', script],
    ['/linked.js', 'text/javascript; charset=utf-8', script],
    ['/bare/photo.jpg', 'image/jpeg', 'jpeg'],
    ['/unknown.xyz', 'application/octet-stream', 'data'],
    ['/empty.txt', 'text/plain; charset=utf-8', ''],
    ['/%C3%BCn%C3%AF%20c%C3%B6d%C3%A9.txt', 'text/plain; charset=utf-8', 'unicode'],
    ['/built', 'text/html; charset=utf-8', '<h1>Home</h1>'],
    ['/within/guide/index.html', 'text/html; charset=utf-8', '<h1>Guide</h1>'],
  ])('%s is sent as %s, to GET and to HEAD', async (path, type, content) => {
    const get = await ask(path)
    expect([get.status, get.headers['content-type'], get.body.toString()]).toEqual([200, type, content])
    expect(get.headers).toMatchObject({
      'content-length': String(Buffer.byteLength(content)),
      etag: expect.stringMatching(/^"[\w-]{27}"$/),
      'last-modified': expect.stringMatching(/GMT$/),
      'accept-ranges': 'bytes',
    })
    const head = await ask(path, {}, 'HEAD')
    const { date: _date, 'x-request-id': _id, ...fields } = get.headers
    expect(head.headers).toMatchObject(fields)
    expect([head.status, head.body.length]).toEqual([200, 0])
  })

  it.each(['PUT', 'POST', 'DELETE', 'PATCH'])('%s does not work', async (method) => {
    const { status, headers } = await ask('/app.js', {}, method)
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS'])
  })

  it('a folder leads to its index, from where relative links count', async () => {
    const { status, headers } = await ask('/guide')
    expect([status, headers.location]).toEqual([308, '/guide/'])
    expect((await ask('/guide?page=2&q=a%20b?')).headers.location).toBe('/guide/?page=2&q=a%20b?')
    expect((await ask('/bare/guide')).status).toBe(404)
  })
})

describe('what is never sent', () => {
  const SECRET = /secret|outside|root:/
  it.each([
    '/nowhere.txt',
    '/empty',
    '/empty/',
    '/bare',
    '/bare/',
    '/.secret',
    '/%2esecret',
    '/.well-known/security.txt',
    '/guide/../.secret',
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/%2e%2e%2foutside.txt',
    '/..%5coutside.txt',
    '/..\\outside.txt',
    '/....//outside.txt',
    '/%252e%252e/outside.txt',
    '/%c0%ae%c0%ae/outside.txt',
    '/leak.txt',
    '/up/outside.txt',
    '/up/public/app.js/../../outside.txt',
    '/loop',
    '/app.js/',
    '/app.js/x',
    '//outside.txt',
    '/guide//index.html',
    '/app.js%00.txt',
    '/app.js::$DATA',
    '/C:/Windows/win.ini',
    '/%2fetc%2fpasswd',
    `/${'a'.repeat(300)}`,
    `/${'a/'.repeat(3000)}`,
    '/etc/passwd',
    '/missing',
    '/a-folder',
    '/within/.secret',
    '/within/leak.txt',
    '/within/up/outside.txt',
  ])('%s', async (path) => {
    const { answers } = await exchange(
      server.port,
      `GET ${path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n`,
    )
    expect(answers[0]?.status).toBeOneOf([400, 404])
    expect(answers[0]?.headers['content-type']).toBe('application/problem+json')
    expect(answers[0]?.body).not.toMatch(SECRET)
  })
})

describe('RFC 9111 section 5.2: how long a copy is good for', () => {
  const year = 'max-age=31536000, immutable'
  it.each([
    ['/app.js', 'public, no-cache'],
    ['/', 'public, no-cache'],
    ['/report-20261120.txt', 'public, no-cache'],
    ['/app-4f3a1b2c.js', `public, ${year}`],
    ['/name.4f3a1b2c.css', `public, ${year}`],
    ['/bare/app-4f3a1b2c.js', 'public, no-cache'],
    ['/built/app.js', `public, ${year}`],
    ['/members/app.js', `private, ${year}`],
    ['/members/index.html', 'private, no-cache'],
  ])('%s: %s', async (path, control) => {
    const { headers } = await ask(path, { authorization: 'Bearer right' })
    expect(headers['cache-control']).toBe(control)
  })

  it('who may not read a folder is refused', async () => {
    expect((await ask('/members/app.js')).status).toBe(401)
    expect((await ask('/members/nowhere')).status).toBe(401)
  })
})

describe('RFC 9110 section 12.5.3: compressed files beside', () => {
  it.each([
    ['/app.js', undefined, undefined],
    ['/app.js', '', undefined],
    ['/app.js', 'br', 'br'],
    ['/app.js', 'gzip, deflate, br, zstd', 'br'],
    ['/app.js', 'gzip, zstd', 'zstd'],
    ['/app.js', 'x-gzip', 'gzip'],
    ['/app.js', '*', 'br'],
    ['/app.js', '*;q=0.5, br;q=0', 'zstd'],
    ['/app.js', 'br;q=0.5, gzip;q=0.8', 'gzip'],
    ['/app.js', 'br;q=0, gzip;q=0', undefined],
    ['/app.js', 'br;q=0.5, identity', undefined],
    ['/app.js', 'identity, br', 'br'],
    ['/app.js', 'deflate', undefined],
    ['/only-gzip.css', 'br, gzip', 'gzip'],
    ['/stale.js', 'br', undefined],
    ['/app-4f3a1b2c.js', 'br', 'br'],
  ])('%s with "%s": %s', async (path, accepted, coding) => {
    for (let time = 0; time < 2; time++) {
      const answer = await ask(path, accepted === undefined ? {} : { 'accept-encoding': accepted })
      expect([answer.status, answer.headers['content-encoding']]).toEqual([200, coding])
      expect(answer.headers.vary).toBe('Accept-Encoding')
      expect(answer.headers['content-type']).toMatch(/^text\/(javascript|css); charset=utf-8$/)
      expect(answer.headers['accept-ranges']).toBe(coding === undefined ? 'bytes' : undefined)
    }
  })

  it('section 8.8.3.3: each form has a tag of its own', async () => {
    const tags = await Promise.all(
      ['identity', 'br', 'zstd', 'gzip'].map(
        async (accepted) => (await ask('/app.js', { 'accept-encoding': accepted })).headers.etag ?? '',
      ),
    )
    expect(new Set(tags).size).toBe(4)
    const br = { 'accept-encoding': 'br' }
    expect((await ask('/app.js', { ...br, 'if-none-match': tags[1] ?? '' })).status).toBe(304)
    expect((await ask('/app.js', { ...br, 'if-none-match': tags[0] ?? '' })).status).toBe(200)
    expect((await ask('/app.js', { ...br, 'if-none-match': tags[1] ?? '' })).headers.vary).toBe(
      'Accept-Encoding',
    )
  })

  it('a part is of the file as it is, never of a coding', async () => {
    const coded = await ask('/app.js', { 'accept-encoding': 'br', range: 'bytes=0-9' })
    expect([coded.status, coded.headers['content-encoding']]).toEqual([200, 'br'])
    const plain = await ask('/app.js', { range: 'bytes=0-9' })
    expect([plain.status, plain.body.toString()]).toEqual([206, script.slice(0, 10)])
  })

  it.each(['/photo.jpg', '/bare/app.js'])('%s: nothing is looked for, so nothing varies', async (path) => {
    const { headers } = await ask(path, { 'accept-encoding': 'br' })
    expect([headers['content-encoding'], headers.vary]).toEqual([undefined, undefined])
  })
})

describe('a file that changes', () => {
  it('is sent as it is by now, however quick the change', async () => {
    const tags = new Set<string | undefined>()
    for (const content of ['one', 'two', 'six', 'ten']) {
      writeFileSync(join(folder, 'changing.txt'), content)
      const { body, headers } = await ask('/changing.txt')
      expect(body.toString()).toBe(content)
      tags.add(headers.etag)
    }
    expect(tags.size).toBe(4)
  })

  it('keeps its tag when the same content is written again', async () => {
    put('same.txt', 'same', 30)
    const { etag = '' } = (await ask('/same.txt')).headers
    put('same.txt', 'same', 5)
    expect((await ask('/same.txt', { 'if-none-match': etag })).status).toBe(304)
  })

  it('is noticed although its size and its date are the same', async () => {
    put('pinned.txt', 'aaa', 60 * 24 * 365)
    const when = new Date('2020-01-01')
    utimesSync(join(folder, 'pinned.txt'), when, when)
    expect((await ask('/pinned.txt')).body.toString()).toBe('aaa')
    writeFileSync(join(folder, 'pinned.txt'), 'bbb')
    utimesSync(join(folder, 'pinned.txt'), when, when)
    const { headers, body } = await ask('/pinned.txt')
    expect([body.toString(), headers['last-modified']]).toEqual(['bbb', when.toUTCString()])
  })

  it('is not found once it is gone, and a link that now leads outside is not followed', async () => {
    put('leaving.txt', 'here')
    expect((await ask('/leaving.txt')).status).toBe(200)
    unlinkSync(join(folder, 'leaving.txt'))
    expect((await ask('/leaving.txt')).status).toBe(404)
    symlinkSync(join(base, 'outside.txt'), join(folder, 'leaving.txt'))
    expect((await ask('/leaving.txt')).status).toBe(404)
  })

  it('and is large has a weak tag until it has been left alone for a while [9110-8.8.3-1]', async () => {
    put('large.bin', Buffer.alloc(1_100_000))
    const { etag = '' } = (await ask('/large.bin')).headers
    expect(etag).toMatch(/^W\//)
    expect((await ask('/large.bin', { 'if-none-match': etag })).status).toBe(304)
    expect((await ask('/large.bin', { 'if-range': etag, range: 'bytes=0-0' })).status).toBe(200)
  })
})

describe('file()', () => {
  it.each([
    ['/download', `attachment; filename="_.js"; filename*=UTF-8''%C3%A4.js`],
    ['/own-name', 'attachment; filename="app.js"'],
    ['/typed', undefined],
  ])('%s has the Content-Disposition %s', async (path, disposition) => {
    expect((await ask(path)).headers['content-disposition']).toBe(disposition)
  })

  it('has the type and the tag that are asked for', async () => {
    expect((await ask('/typed')).headers['content-type']).toBe('text/plain')
    expect((await ask('/untagged')).headers.etag).toBeUndefined()
  })
})

test('a folder that is not there keeps the app from being put together', () => {
  expect(() => staticFiles('/assets', join(base, 'nowhere'))).toThrow('there is no folder')
  expect(() => staticFiles('/assets', join(folder, 'app.js'))).toThrow('there is no folder')
})

test('two that clash are named with the place where they are mounted', async () => {
  await expect(startQuiet({ modules: [staticFiles('/', folder), staticFiles('/', folder)] })).rejects.toThrow(
    /static-files\.test\.ts:\d+\): answers the same requests as GET \/\*\*:name/,
  )
})
