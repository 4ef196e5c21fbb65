import { describe, expect, it } from 'vitest'
import { notFound } from '../checks/routing/not-found.ts'
import { sound } from '../flaws/flawed.ts'
import { createBudget } from '../run/budget.ts'
import { runCheck } from '../run/run-check.ts'
import { discover } from '../target/discover.ts'
import { failed, type Mark } from '../verdict.ts'
import type { Exchange } from '../wire/exchange.ts'
import { show } from './evidence.ts'
import { hideNothing, hideSecrets } from './secrets.ts'
import { toReport, toResult } from './to-report.ts'

const about = {
  version: '1.2.3',
  target: 'http://localhost:3000/',
  seed: 's',
  startedAt: new Date('2026-03-01T12:00:00Z'),
  duration: 1234.5,
  requests: 7,
  known: ['One sentence.'],
}

const exchange = (sent: string, received: string): Exchange => ({
  origin: 'http://localhost:3000',
  sent: Buffer.from(sent),
  received: Buffer.from(received),
  answers: [],
  ended: 'open',
  request: undefined,
})

async function outcomeOn(specimen: typeof sound) {
  await using server = await specimen.start()
  const budget = createBudget(100, 1000)
  const target = await discover(server.url, {}, budget, 's')
  return await runCheck(notFound, target, budget, 's')
}

describe('a report', () => {
  it('has what was found, with its evidence and score', async () => {
    const outcome = await outcomeOn(notFound.flaw)
    const report = toReport([outcome], about)
    expect(report).toMatchObject({
      format: 1,
      scoring: 1,
      tool: { name: '@principia/audit', version: '1.2.3' },
      startedAt: '2026-03-01T12:00:00.000Z',
      score: { score: 0, passed: 0, failed: 1, inconclusive: 0 },
      concepts: [{ concept: 'routing', score: 0 }],
      results: [
        { id: 'routing/not-found', concept: 'routing', outcome: 'failed', chapter: 'book/routing.md' },
      ],
    })
    const [evidence] = report.results[0]?.evidence ?? []
    const { from = 0, to = 0 } = evidence?.mark ?? {}
    expect(evidence?.received.slice(from, to)).toBe('HTTP/1.1 200')
    expect(evidence?.again).toMatch(/^curl .*http:\/\/127\.0\.0\.1:\d+\/\w{12}$/)
    expect(JSON.parse(JSON.stringify(report))).toMatchObject({ results: [{ id: 'routing/not-found' }] })
  })

  it('links chapters where it is told where the book is', async () => {
    const outcome = await outcomeOn(sound)
    expect(toResult(outcome, { chapters: 'http://localhost:3000/learn/' }).chapter).toBe(
      'http://localhost:3000/learn/routing',
    )
  })

  it('says beside the evidence what the verdict does not say', () => {
    const one = exchange('GET / HTTP/1.1\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n')
    const verdict = failed('It greets.', [
      { exchange: one, says: 'It greets.' },
      { exchange: one, says: 'It waves.' },
    ])
    const { evidence } = toResult({ check: notFound, verdict, duration: 1 })
    expect(evidence.map(({ says }) => says)).toEqual([undefined, 'It waves.'])
  })

  it('hides secrets in what it says as in what it shows', () => {
    const hide = hideSecrets({ users: [{ name: 'ada', headers: { 'X-Key': 'sesame-open' } }] })
    const verdict = failed(
      'It told "sesame-open".',
      exchange('GET / HTTP/1.1\r\nX-Key: sesame-open\r\n\r\n', 'sesame-open'),
    )
    const text = JSON.stringify(toResult({ check: notFound, verdict, duration: 1 }, { hide }))
    expect(text).not.toContain('sesame')
    expect(text).toContain('X-Key: ***********')
  })
})

describe('what is hidden', () => {
  const settings = {
    process: {
      start: 'DATABASE_URL=postgres://shop:in%2Dcommand@localhost/shop npm start',
      env: { MY_SECRET: 'env-canary-8842', DATABASE_URL: 'postgres://shop:db-canary@localhost/shop' },
    },
    secrets: ['from-the-environment'],
  }
  it.each(['env-canary-8842', 'db-canary', 'in%2Dcommand', 'in-command', 'from-the-environment'])(
    'is %s, which the configuration knows',
    (secret) => {
      expect(hideSecrets(settings)(`a line with ${secret} in it`)).toBe(
        `a line with ${'*'.repeat(secret.length)} in it`,
      )
    },
  )

  it.each([
    ['a member', '{"token": "tok-canary-000017"}'],
    ['a field', 'X-Auth-Token: tok-canary-000017'],
    ['a cookie', 'Set-Cookie: session=tok-canary-000017; Path=/'],
  ])('is a token that was found in %s, wherever else it stands', (_, place) => {
    const hide = hideSecrets({})
    expect(hide(`${place}\r\nLocation: /x?k=tok-canary-000017`)).not.toContain('canary')
    expect(hide('it told tok-canary-000017')).not.toContain('canary')
  })
})

describe('evidence', () => {
  const bytes = Array.from({ length: 200_000 }, (_, index) => String.fromCharCode(97 + (index % 26))).join('')
  const cases: [string, Mark | undefined][] = [
    ['no mark', undefined],
    ['a mark near the beginning', { in: 'received', from: 100, to: 120 }],
    ['a mark further on', { in: 'received', from: 150_000, to: 150_010 }],
    ['a mark at the end', { in: 'received', from: 199_990, to: 200_000 }],
    ['a mark of everything', { in: 'received', from: 0, to: 200_000 }],
  ]
  it.each(cases)('is cut to 64 KiB around %s', (_, mark) => {
    const shown = show({ exchange: exchange('GET /', bytes), mark }, hideNothing)
    expect(shown.sent).toBe('GET /')
    expect(shown.received).toHaveLength(64 << 10)
    expect(shown.skipped.received + shown.received.length + shown.cut.received).toBe(bytes.length)
    expect(bytes.slice(shown.skipped.received)).toContain(shown.received)
    if (mark === undefined) return
    const { from = 0, to = 0 } = shown.mark ?? {}
    expect(bytes.slice(mark.from, mark.to).startsWith(shown.received.slice(from, to))).toBe(true)
    expect(to - from).toBe(Math.min(mark.to - mark.from, 64 << 10))
  })

  it('has one character for each byte', () => {
    const shown = show(
      { exchange: exchange('é', '€'), mark: { in: 'received', from: 0, to: 3 } },
      hideNothing,
    )
    expect([shown.sent.length, shown.received.length]).toEqual([2, 3])
  })
})

describe('secrets', () => {
  const hide = hideSecrets(
    {
      users: [
        { name: 'ada', headers: { Authorization: 'Bearer ada-token-1' } },
        { name: 'bob', signIn: { user: 'bob@example.com', password: 'bob"s pässword' } },
        { name: 'eve', signIn: { user: 'eve', pin: '12' } },
      ],
      signIn: {
        path: '/sign-in',
        token: '/data/sid',
        wrong: { user: 'bob@example.com', password: 'not-the-one' },
      },
    },
    [{ name: 'bob', headers: { Authorization: 'Bearer issued-at-sign-in' } }],
  )
  it.each([
    ['Authorization: Bearer xyz', 'Authorization: Bearer ***'],
    ['authorization:abc', 'authorization:***'],
    ['Proxy-Authorization: Basic YTpi', 'Proxy-Authorization: Basic ****'],
    ['Cookie: a=12; b=345', 'Cookie: a=**; b=***'],
    ['Set-Cookie: session=abc; Path=/; HttpOnly', 'Set-Cookie: session=***; Path=/; HttpOnly'],
    ['{"token":"ada-token-1"}', '{"token":"***********"}'],
    ['{"token":"issued-at-sign-in"}', '{"token":"*****************"}'],
    [JSON.stringify({ password: 'bob"s pässword' }), `{"password":"${'*'.repeat(15)}"}`],
    [`password=${encodeURIComponent('bob"s pässword')}`, `password=${'*'.repeat(23)}`],
    [
      `password=${String(new URLSearchParams({ '': 'bob"s pässword' })).slice(1)}`,
      `password=${'*'.repeat(21)}`,
    ],
    ['{"access_token": "just-made","n":1}', '{"access_token": "*********","n":1}'],
    ['{"sid":"just-made","side":"left"}', '{"sid":"*********","side":"left"}'],
    ['a not-the-one password', 'a not-the-one password'],
    ['{"user":"bob@example.com"}', '{"user":"bob@example.com"}'],
    ['12 items', '12 items'],
    ['X-Authorization-Hint: none', 'X-Authorization-Hint: none'],
  ])('%s', (text, hidden) => {
    expect(hide(text)).toBe(hidden)
  })

  it('are hidden byte by byte, so that marks stay right', () => {
    const bytes = Buffer.from(
      `HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\n\r\n${JSON.stringify('bob"s pässword')}`,
    ).toString('latin1')
    expect(hide(bytes)).toHaveLength(bytes.length)
    expect(hide(bytes)).toMatch(/"\*+"$/)
  })
})
