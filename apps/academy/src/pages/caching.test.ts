import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestedApp } from 'principia/testing'
import academy from '../app.ts'

let api: TestedApp
beforeAll(async () => {
  api = await testApp(academy)
})
afterAll(() => api.close())

const CODINGS = [
  ['br', brotliDecompressSync],
  ['zstd', zstdDecompressSync],
  ['gzip', gunzipSync],
] as const

/** The stylesheet or the script that the front page names: a hash of its content is in its name. */
async function assetOf(ending: 'css' | 'js'): Promise<string> {
  const html = await (await api.get('/')).text()
  const found = new RegExp(`"(/assets/index-[\\w-]{8}\\.${ending})"`).exec(html)?.[1]
  if (found === undefined) throw new Error(`The front page names no .${ending}; build the web front end.`)
  return found
}

const CACHING = [
  // It may change with every release, and is asked for again each time: mostly for a 304.
  ['a chapter', () => '/api/chapters/routing', 'no-cache'],
  ['a source file', () => '/api/source/packages/principia/src/routing/router.ts', 'no-cache'],
  ['the front page', () => '/', 'no-cache'],
  ['a script', () => assetOf('js'), 'public, max-age=31536000, immutable'],
  ['a stylesheet', () => assetOf('css'), 'public, max-age=31536000, immutable'],
] as const

describe.each(CACHING)('%s', (_name, address, cacheControl) => {
  test('says how long it may be kept, and is not sent again to who has it', async () => {
    const path = await address()
    const answer = await api.get(path)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, cacheControl])
    const etag = answer.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[^"]+"$/)
    expect(answer.headers.get('vary')).toContain('Accept-Encoding')
    const again = await api.get(path, { headers: { 'if-none-match': etag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect(again.headers.get('cache-control')).toBe(cacheControl)
  })

  test.each(CODINGS)(
    'is there in %s, made when it was built, under a tag of its own',
    async (coding, decode) => {
      const path = await address()
      const plain = await api.get(path)
      const coded = await api.get(path, { headers: { 'accept-encoding': coding } })
      expect(coded.headers.get('content-encoding')).toBe(coding)
      // A file beside the other, and not a stream that is compressed for each who asks: its length is known.
      const bytes = Buffer.from(await coded.arrayBuffer())
      expect(coded.headers.get('content-length')).toBe(String(bytes.length))
      expect(decode(bytes).equals(Buffer.from(await plain.arrayBuffer()))).toBe(true)
      expect(coded.headers.get('etag')).not.toBe(plain.headers.get('etag'))
    },
  )
})
