import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { check, failed, passed, type Check } from '@principia/audit'
import { testApp, type TestedApp } from 'principia/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import academy from '../app.ts'
import type { services } from '../services.ts'
import { defineAuditor } from './auditor.ts'

/** Resolves when it is opened: a check that waits for it runs until then, or until it is stopped. */
let gate = Promise.withResolvers<void>()

const common = {
  source: { title: 'A text', url: 'https://example.org' },
  mend: { general: 'Do it.', stacks: { Express: 'app.use(it)' } },
  flaw: undefined as never,
}
const checks: Check[] = [
  check({
    ...common,
    id: 'http/greets',
    claim: 'It greets.',
    severity: 'must',
    async run({ send }) {
      const answered = await send({ path: '/' })
      return answered.answer.body.toString().includes('hello')
        ? passed()
        : failed('It said something else.', answered, '<b>')
    },
  }),
  check({
    ...common,
    id: 'routing/waits',
    claim: 'It waits.',
    severity: 'may',
    async run({ signal }) {
      const over = once(signal, 'abort')
      await Promise.race([gate.promise, over])
      return passed()
    },
  }),
]

let api: TestedApp<typeof services>
let target: string
let says = '<b>\0\u{1f984}</b>'
const closing: (() => void)[] = []

beforeAll(async () => {
  target = await listen((_, response) => response.end(says))
  api = await testApp(academy, {
    env: { AUDIT: 'loopback' },
    services: { auditor: defineAuditor(checks) },
  })
})
afterAll(async () => {
  gate.resolve()
  await api.close()
  for (const close of closing) close()
})

async function listen(handle: RequestListener): Promise<string> {
  const server = createServer(handle).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

let people = 0
async function learner(on: TestedApp = api) {
  const account = { name: 'Ada', email: `ada${people++}@example.org`, password: 'correct horse' }
  const signedUp = await on.post('/api/account', account)
  const cookie = (signedUp.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
  const ask = async (method: string, path: string, json?: unknown, headers: Record<string, string> = {}) => {
    const answer = await on.request(method, path, {
      headers: { cookie, host: 'localhost', ...headers },
      json,
    })
    const text = await answer.text()
    const isJson = /json/.test(answer.headers.get('content-type') ?? '')
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      body: (isJson ? JSON.parse(text) : {}) as Record<string, unknown> & { id: string },
    }
  }
  return {
    ask,
    audit: (given: object = { target }) => ask('POST', '/api/audits', given),
    paste: (report: unknown) => ask('POST', '/api/audits/reports', { report: JSON.stringify(report) }),
    /** Opens the live stream; what it gives reads it to its end. */
    watch: async (id: string, query = '', headers = {}) => {
      const answer = await on.get(`/api/audits/${id}/live${query}`, { headers: { cookie, ...headers } })
      return async () => eventsOf(await answer.text())
    },
    history: async () => (await ask('GET', '/api/audits')).body as unknown as { items: { id: string }[] },
  }
}

function eventsOf(text: string): { number: number; kind: string; data: Record<string, unknown> }[] {
  return [...text.matchAll(/^id: (\d+)\nevent: (\w+)\ndata: (.+)$/gm)].map(([, number, kind, data]) => ({
    number: Number(number),
    kind: kind as string,
    data: JSON.parse(data as string) as Record<string, unknown>,
  }))
}

/** An audit from its beginning to its end. */
async function wholeAudit(person: Awaited<ReturnType<typeof learner>>, given?: object) {
  gate.resolve()
  const { body } = await person.audit(given)
  const events = await (await person.watch(body.id))()
  return { id: body.id, events }
}

describe('an audit', () => {
  test('is begun, watched as it goes, and kept with its report', async () => {
    gate = Promise.withResolvers()
    const ada = await learner()
    const begun = await ada.audit()
    expect(begun).toMatchObject({ status: 201, body: { target, state: 'running', score: null } })
    expect(begun.headers.get('location')).toBe(`/api/audits/${begun.body.id}`)
    const { id } = begun.body
    const watched = await ada.watch(id)
    gate.resolve()
    const events = await watched()
    expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1))
    expect(events.map(({ kind }) => kind)).toEqual(['known', 'begin', 'begin', 'end', 'end', 'over'])
    expect(events[0]?.data).toMatchObject({ checks: 2 })
    expect(events).toContainEqual(
      expect.objectContaining({
        data: expect.objectContaining({
          id: 'http/greets',
          outcome: 'failed',
          says: 'It said something else.',
        }),
      }),
    )
    const { audit, report } = (await ada.ask('GET', `/api/audits/${id}`)).body
    expect(audit).toMatchObject({
      state: 'done',
      score: 16,
      found: { must: 1, should: 0, may: 0 },
      concepts: [
        { concept: 'http', score: 0 },
        { concept: 'routing', score: 100 },
      ],
    })
    expect(report).toMatchObject({ format: 1, scoring: 1, target, results: [{}, {}] })
    expect(await ada.history()).toMatchObject({ auditing: 'possible', items: [{ id, score: 16 }] })
  })

  test('is read on after a lost connection from where one was', async () => {
    gate = Promise.withResolvers()
    const ada = await learner()
    const { body } = await ada.audit()
    const rest = [
      await ada.watch(body.id, '?after=4'),
      await ada.watch(body.id, '', { 'last-event-id': '4' }),
    ]
    gate.resolve()
    for (const read of rest) expect((await read()).map(({ number }) => number)).toEqual([5, 6])
    // What has ended says so to whoever comes later.
    expect(await (await ada.watch(body.id))()).toMatchObject([{ kind: 'over', data: { state: 'done' } }])
  })

  test('is one at a time for each, and nobody waits for another', async () => {
    gate = Promise.withResolvers()
    const [ada, eve] = [await learner(), await learner()]
    const first = await ada.audit()
    expect(await ada.audit()).toMatchObject({ status: 409, body: { type: '/problems/audit-running' } })
    const other = await eve.audit()
    expect(other.status).toBe(201)
    gate.resolve()
    for (const read of [await ada.watch(first.body.id), await eve.watch(other.body.id)]) await read()
    const again = await ada.audit()
    expect(again.status).toBe(201)
    await (
      await ada.watch(again.body.id)
    )()
  })

  test('is stopped and forgotten by whoever began it', async () => {
    gate = Promise.withResolvers()
    const ada = await learner()
    const { body } = await ada.audit()
    const watched = await ada.watch(body.id)
    expect((await ada.ask('DELETE', `/api/audits/${body.id}`)).status).toBe(204)
    expect((await watched()).at(-1)).toMatchObject({ kind: 'over', data: { state: 'stopped' } })
    expect(await ada.history()).toMatchObject({ items: [] })
    expect((await ada.ask('GET', `/api/audits/${body.id}`)).status).toBe(404)
    gate.resolve()
    const next = await ada.audit()
    expect(next.status).toBe(201)
    await (
      await ada.watch(next.body.id)
    )()
  })

  test('of what does not answer fails, and says why', async () => {
    const ada = await learner()
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await new Promise((done) => server.close(done))
    const { id, events } = await wholeAudit(ada, { target: `http://127.0.0.1:${port}` })
    expect(events).toMatchObject([{ kind: 'over', data: { state: 'failed' } }])
    const { audit } = (await ada.ask('GET', `/api/audits/${id}`)).body
    expect(audit).toMatchObject({ state: 'failed', fault: expect.stringContaining('Is it running?') })
  })

  test('ends with the Academy, which keeps what there was', async () => {
    gate = Promise.withResolvers()
    const ada = await learner()
    const { body } = await ada.audit()
    const watched = await ada.watch(body.id)
    await api.services.auditor.stopAll()
    expect((await watched()).at(-1)).toMatchObject({ kind: 'over', data: { state: 'stopped' } })
    const { audit } = (await ada.ask('GET', `/api/audits/${body.id}`)).body
    expect(audit).toMatchObject({ state: 'stopped' })
  })

  test('that was cut off with an earlier process is not taken for one that runs', async () => {
    gate = Promise.withResolvers()
    const ada = await learner()
    const { body } = await ada.audit()
    await api.services.auditor.stopAll()
    await api.services.db.updateTable('audits').set({ state: 'running' }).where('id', '=', body.id).execute()
    expect(await ada.history()).toMatchObject({ items: [{ id: body.id, state: 'stopped' }] })
    expect(await (await ada.watch(body.id))()).toMatchObject([{ kind: 'over', data: { state: 'stopped' } }])
  })
})

describe('what is audited', () => {
  test.each([
    'http://example.org',
    'http://10.0.0.1:3000',
    'http://169.254.169.254/',
    'http://0.0.0.0:3000',
    'http://localhost.example.org',
    'http://127.0.0.1@example.org',
    'http://user:password@localhost',
    'ftp://localhost',
    'file:///etc/passwd',
    'no address',
    '',
  ])('is on this machine: %j is refused', async (address) => {
    const ada = await learner()
    expect(await ada.audit({ target: address })).toMatchObject({
      status: 422,
      body: { type: '/problems/target-refused' },
    })
    expect(await ada.history()).toMatchObject({ items: [] })
  })

  test.each([
    [{ process: { start: 'touch /tmp/x' } }, '/process'],
    [{ har: { file: '/etc/passwd' } }, '/har'],
    [{ openapi: '/../../etc/passwd', pages: [1] }, '/pages/0'],
    [{ openapi: 'http://example.org/openapi.json' }, '/openapi'],
    [{ openapi: 'openapi.json' }, '/openapi'],
    [{ health: { ready: 'http://example.org/ready' } }, '/health/ready'],
    [{ user: [] }, 'user'],
    ['text', 'At the top'],
  ])('is told about by a configuration that reaches nothing else: %j', async (config, where) => {
    const answer = await (await learner()).audit({ target, config })
    expect(answer).toMatchObject({ status: 422, body: { type: '/problems/audit-config-refused' } })
    expect(answer.body.detail).toContain(where)
  })

  test('is nothing where it is switched off, or for who sits elsewhere', async () => {
    await using closed = await testApp(academy)
    const ada = await learner(closed)
    expect(await ada.audit()).toMatchObject({ status: 403, body: { type: '/problems/auditing-off' } })
    expect(await ada.history()).toMatchObject({ auditing: 'off' })
    const eve = await learner()
    const far = { host: 'academy.example.org' }
    expect((await eve.ask('POST', '/api/audits', { target }, far)).status).toBe(403)
    expect((await eve.ask('GET', '/api/audits', undefined, far)).body.auditing).toBe('elsewhere')
  })

  test('gives its secrets to nobody: neither the report nor the database has them', async () => {
    const ada = await learner()
    const headers = { Authorization: 'Bearer very-secret-token' }
    says = 'very-secret-token'
    const { id } = await wholeAudit(ada, { target, config: { users: [{ name: 'ada', headers }] } })
    says = '<b>\0\u{1f984}</b>'
    const { text } = await ada.ask('GET', `/api/audits/${id}`)
    expect(text).toContain('called by ada')
    expect(text).not.toContain('very-secret-token')
  })
})

describe("a learner's audits", () => {
  test('are theirs alone', async () => {
    const [ada, eve] = [await learner(), await learner()]
    const { id } = await wholeAudit(ada)
    for (const path of [`/api/audits/${id}`, `/api/audits/${id}/live`, `/api/audits/${id}/report.html`])
      expect([path, (await eve.ask('GET', path)).status]).toEqual([path, 404])
    expect((await eve.ask('DELETE', `/api/audits/${id}`)).status).toBe(404)
    expect(await eve.history()).toMatchObject({ items: [] })
    expect((await ada.ask('GET', `/api/audits/${id}`)).status).toBe(200)
    expect((await api.get('/api/audits')).status).toBe(401)
    expect((await api.post('/api/audits', { target })).status).toBe(401)
  })

  test('are read as a page in which nothing of the target is HTML', async () => {
    const ada = await learner()
    const { id } = await wholeAudit(ada)
    const page = await ada.ask('GET', `/api/audits/${id}/report.html`)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+';.* sandbox allow-scripts/,
    )
    expect(page.text).toContain('&lt;b&gt;')
    expect(page.text).not.toContain('<b>\0')
  })

  test('show how each concept came on, by audits of one target', async () => {
    const ada = await learner()
    await wholeAudit(ada)
    says = 'hello'
    const { id } = await wholeAudit(ada)
    says = '<b>\0\u{1f984}</b>'
    const { items } = (await ada.ask('GET', '/api/audits/concepts')).body
    expect(items).toMatchObject([
      { concept: 'http', score: 100, before: 0, audit: id, target },
      { concept: 'routing', score: 100, before: 100 },
    ])
  })
})

describe('a pasted report', () => {
  const given = async () => {
    const ada = await learner()
    const { id } = await wholeAudit(ada)
    return (await ada.ask('GET', `/api/audits/${id}`)).body.report as Record<string, never>
  }

  test('is kept as an audit, whoever made it', async () => {
    const report = await given()
    const eve = await learner()
    const kept = await eve.paste({ ...report, later: 'a new member' })
    expect(kept).toMatchObject({ status: 201, body: { origin: 'pasted', state: 'done', score: 16, target } })
    const read = await eve.ask('GET', `/api/audits/${kept.body.id}`)
    expect(read.body.report).toEqual(report)
  })

  test('is kept with exchanges of which much was left out', async () => {
    const report = await given()
    const [first, ...rest] = report.results as unknown as { evidence: object[] }[]
    const evidence = first?.evidence.map((one) => ({ ...one, cut: { sent: 33_500_000, received: 0 } }))
    const eve = await learner()
    const kept = await eve.paste({ ...report, results: [{ ...first, evidence }, ...rest] })
    const read = await eve.ask('GET', `/api/audits/${kept.body.id}`)
    expect(read).toMatchObject({
      status: 200,
      body: { report: { results: [{ evidence: [{ cut: { sent: 33_500_000 } }] }, {}] } },
    })
  })

  test('that is none is refused', async () => {
    const report = await given()
    const eve = await learner()
    const [first] = report.results as unknown as [object]
    for (const nonsense of [
      {},
      [],
      'text',
      { ...report, format: 2 },
      { ...report, scoring: 2 },
      { ...report, score: { score: 100, passed: 1, failed: 0, inconclusive: 0 } },
      { ...report, results: [first, first] },
      { ...report, results: [{ ...first, concept: 'other' }] },
      { ...report, results: [{ ...first, id: '<script>' }] },
      { ...report, target: 'two\nlines' },
      { ...report, target: 'x'.repeat(1001) },
    ]) {
      const answer = await eve.paste(nonsense)
      expect([JSON.stringify(nonsense).slice(0, 60), answer.status]).toEqual([expect.anything(), 422])
    }
    expect((await eve.ask('POST', '/api/audits/reports', { report: '{]' })).status).toBe(422)
    expect((await eve.paste('x'.repeat(24_000_000))).status).toBe(413)
    expect(await eve.history()).toMatchObject({ items: [] })
  })
})
