import { expect, test } from 'vitest'
import { app, defineAccess, problems, retryAfter, route, t } from '../index.ts'
import type { TraceRecord } from '../context/index.ts'
import { testApp } from '../testing/index.ts'
import { serverTiming } from './server-timing.ts'

const known = defineAccess('known', {
  check: ({ header }) => {
    if (header('x-user') === undefined) throw problems.unauthorized()
    return { id: header('x-user') }
  },
})
const routes = [
  route('GET /mine', { access: known }, () => 1),
  route('POST /mine', { access: known, body: t.Object({}) }, () => 1),
]

test('nobody is told where the time went unless the app says so', async () => {
  await using api = await testApp(app({ name: 'silent', routes }))
  expect((await api.get('/mine', { headers: { 'x-user': 'ada' } })).headers.has('server-timing')).toBe(false)
})

test('Server-Timing has the stages of the record', async () => {
  await using api = await testApp(app({ name: 'telling', routes, serverTiming: true }))
  const names = (header: string | null) => header?.replaceAll(/;dur=\d+(\.\d\d?)?(?=, |$)/g, '')
  const posted = await api.post('/mine', {}, { headers: { 'x-user': 'ada' } })
  expect(names(posted.headers.get('server-timing'))).toBe('access, body, validate, handle, total')
  const refused = await api.get('/mine')
  expect([refused.status, names(refused.headers.get('server-timing'))]).toEqual([401, 'total'])
})

test('the app can choose who is told', async () => {
  const tells = ({ user }: { user: unknown }) => (user as { id?: string } | undefined)?.id === 'ada'
  await using api = await testApp(app({ name: 'choosing', routes, serverTiming: tells }))
  const told = async (user: string) =>
    (await api.get('/mine', { headers: { 'x-user': user } })).headers.has('server-timing')
  expect([await told('ada'), await told('eve')]).toEqual([true, false])
})

test('one who cannot say who is told tells nobody, and the answer is no worse for it', async () => {
  const broken = () => {
    throw new Error('no session')
  }
  await using api = await testApp(app({ name: 'broken', routes, serverTiming: broken }))
  const answer = await api.get('/mine', { headers: { 'x-user': 'ada' } })
  expect([answer.status, answer.headers.has('server-timing')]).toEqual([200, false])
  expect(api.traces()[0]?.logs?.[0]).toMatchObject({ level: 'error' })
})

test('serverTiming that is neither keeps an app from starting', async () => {
  const wrong = testApp(app({ name: 'wrong', serverTiming: 'development' as never }))
  await expect(wrong).rejects.toThrow('serverTiming: it is true, false, or a function')
})

test('each stage takes what lies between its end and the one before; statements are summed up', () => {
  const record = {
    start: performance.now(),
    stages: ['access', 1, 'my own stage', 3.456],
    queries: [{ duration: 1.5 }, { duration: 0.25 }],
  } as unknown as TraceRecord
  expect(serverTiming(record)).toMatch(
    /^access;dur=1, my-own-stage;dur=2\.46, db;dur=1\.75;desc="statements: 2", total;dur=\d/,
  )
})

test.each([
  [30, '30'],
  [0, '0'],
  [0.2, '1'],
  [new Date('2028-02-29T12:00:00Z'), 'Tue, 29 Feb 2028 12:00:00 GMT'],
])('RFC 9110 section 10.2.3: Retry-After %s is written "%s"', (when, text) => {
  expect(retryAfter(when)).toBe(text)
})

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, new Date(Number.NaN)])(
  'Retry-After %s is refused',
  (when) => {
    expect(() => retryAfter(when)).toThrow('Retry-After is a number of seconds or a time')
  },
)
