import { afterAll, describe, expect, test } from 'vitest'
import { defineProblem } from '../errors/index.ts'
import { route } from '../routing/index.ts'
import { testApp } from '../testing/index.ts'
import { app } from './app.ts'

const soldOut = defineProblem('sold-out', 409, 'Everything is <sold>')
const buy = route('POST /tickets', { access: 'public', responses: { 204: null, 409: soldOut } }, () => {
  throw soldOut()
})
const api = await testApp(app({ name: 'Tickets & more', version: '2.0.0', routes: [buy] }))
afterAll(() => api.close())

describe('the document', () => {
  test('is served as JSON, with an entity tag that saves sending it again', async () => {
    const first = await api.get('/openapi.json')
    expect(first.status).toBe(200)
    expect(first.headers.get('content-type')).toBe('application/json')
    expect(await first.json()).toMatchObject({
      openapi: '3.1.1',
      info: { title: 'Tickets & more', version: '2.0.0' },
    })
    const again = await api.get('/openapi.json', {
      headers: { 'if-none-match': first.headers.get('etag') ?? '' },
    })
    expect(again.status).toBe(304)
  })
  test('does not describe the routes that describe it', async () => {
    const { paths } = (await (await api.get('/openapi.json')).json()) as { paths: object }
    expect(Object.keys(paths)).toEqual(['/tickets'])
  })
})

describe('the page', () => {
  test('is HTML that loads only files of ours, and has nothing inline that its policy would refuse', async () => {
    const response = await api.get('/docs')
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
    const html = await response.text()
    expect(html).toContain('Tickets &#38; more')
    expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org)|<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=/)
    const files = [...html.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path]) => path as string)
    expect(files).toContain('/openapi.json')
    for (const file of files) expect((await api.get(file)).status, file).toBe(200)
  })
  test('finds every module that its script imports', async () => {
    const seen = new Set<string>()
    const visit = async (path: string) => {
      if (seen.has(path)) return
      seen.add(path)
      const response = await api.get(path)
      expect(response.status, path).toBe(200)
      expect(response.headers.get('content-type'), path).toBe('text/javascript; charset=utf-8')
      const text = await response.text()
      for (const [, name] of text.matchAll(/^import .* from '\.\/([^']+)'/gm)) await visit(`/docs/${name}`)
    }
    await visit('/docs/page.js')
    expect(seen.size).toBeGreaterThan(3)
  })
})

describe('a problem’s type', () => {
  test('leads to what it means, for the framework’s problems', async () => {
    const response = await api.get('/problems/validation-failed')
    expect(await response.json()).toMatchObject({
      type: '/problems/validation-failed',
      status: 422,
      meaning: expect.any(String),
      remedy: expect.stringContaining('errors'),
    })
  })
  test('leads to the operations that declare it, for the app’s own', async () => {
    expect(await (await api.get('/problems/sold-out')).json()).toEqual({
      type: '/problems/sold-out',
      title: 'Everything is <sold>',
      status: 409,
      declaredBy: ['POST /tickets'],
    })
  })
  test('is a page for a browser, with text as text', async () => {
    const response = await api.get('/problems/sold-out', { headers: { accept: 'text/html,*/*;q=0.8' } })
    expect(response.headers.get('content-type')).toContain('text/html')
    expect(await response.text()).toContain('Everything is &#60;sold&#62;')
  })
  test('that nobody declares is not found', async () => {
    expect((await api.get('/problems/no-such-problem')).status).toBe(404)
    expect((await api.get('/problems/constructor')).status).toBe(404)
  })
})

test('every problem of the framework is explained', async () => {
  const { problems } = await import('../errors/index.ts')
  const { EXPLANATIONS } = await import('./docs/explanations.ts')
  expect(
    Object.values(problems)
      .map(({ problem }) => problem)
      .filter((name) => !(name in EXPLANATIONS)),
  ).toEqual([])
})

test('the description can move', async () => {
  await using moved = await testApp(
    app({ name: 'moved', docs: { document: '/v1/api.json', page: '/reference' } }),
  )
  expect((await moved.get('/v1/api.json')).status).toBe(200)
  expect(await (await moved.get('/reference')).text()).toContain('href="/v1/api.json"')
  expect((await moved.get('/reference/page.js')).status).toBe(200)
  expect((await moved.get('/docs')).status).toBe(404)
})

test('the description can be left out', async () => {
  await using silent = await testApp(app({ name: 'silent', docs: false }))
  for (const path of ['/openapi.json', '/docs', '/docs/page.js', '/problems/not-found']) {
    expect((await silent.get(path)).status, path).toBe(404)
  }
})
