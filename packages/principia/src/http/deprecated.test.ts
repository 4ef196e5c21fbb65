import { expect, test } from 'vitest'
import { app, problems, route, t } from '../index.ts'
import { testApp } from '../testing/index.ts'

const DAY = 86_400_000
const around = (days: number) => new Date(Date.now() + days * DAY)

test('every answer of a deprecated route says so, errors and HEAD too', async () => {
  const deprecated = { since: '2026-05-01', sunset: around(10), link: '/docs/v2', successor: '/v2/notes' }
  const notes = route(
    'GET /notes',
    { access: 'public', deprecated, query: t.Object({ n: t.Integer() }) },
    () => [],
  )
  const broken = route('GET /broken', { access: 'public', deprecated }, () => {
    throw problems.notFound()
  })
  await using api = await testApp(app({ name: 'test', routes: [notes, broken] }))
  for (const [method, path, status] of [
    ['GET', '/notes?n=1', 200],
    ['HEAD', '/notes?n=1', 200],
    ['GET', '/notes?n=x', 422],
    ['GET', '/broken', 404],
  ] as const) {
    const answer = await api.request(method, path)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('deprecation')).toBe('@1777593600')
    expect(answer.headers.get('sunset')).toBe(deprecated.sunset.toUTCString())
    expect(answer.headers.get('link')).toContain('</v2/notes>; rel="successor-version"')
  }
})

test('a route is gone from its sunset on where it says so, and not otherwise', async () => {
  const deprecated = { since: around(-20), sunset: around(-10), successor: '/new' }
  const stays = route('GET /stays', { access: 'public', deprecated }, () => 'here')
  const goes = route(
    'GET /goes',
    { access: 'public', deprecated: { ...deprecated, gone: true } },
    () => 'here',
  )
  await using api = await testApp(app({ name: 'test', routes: [stays, goes] }))
  expect((await api.get('/stays')).status).toBe(200)
  const gone = await api.get('/goes')
  expect(gone.status).toBe(410)
  expect(gone.headers.get('link')).toBe('</new>; rel="successor-version"')
  expect(await gone.json()).toMatchObject({ type: '/problems/gone', status: 410 })
})

test('a mistake in a deprecation keeps the app from starting', async () => {
  const deprecated = { since: '2026-05-02', sunset: '2026-05-01' }
  const notes = route('GET /notes', { access: 'public', deprecated }, () => [])
  await expect(testApp(app({ name: 'test', routes: [notes] }))).rejects.toThrow('before `since`')
})
