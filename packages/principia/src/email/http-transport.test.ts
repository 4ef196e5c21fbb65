import { Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { query } from '../database/index.ts'
import { testApp } from '../testing/index.ts'
import { httpPeer } from './fixtures/peers.ts'
import { messageOf } from './fixtures/messages.ts'
import { receipt, shopWith } from './fixtures/shop.ts'
import { findEmail, httpTransport, sendEmail, type HttpTransportOptions } from './index.ts'

const bought = { to: 'ada@example.org', order: 17, total: '12 €' }
const signal = () => AbortSignal.timeout(10_000)

function* endless() {
  for (;;) yield 'x'.repeat(16_384)
}

async function provider(options: Partial<HttpTransportOptions> = {}) {
  const peer = await httpPeer()
  onTestFinished(() => peer.close())
  const transport = httpTransport({
    url: peer.url,
    headers: { authorization: 'Bearer key' },
    body: ({ from, to, subject, html, text, headers }) => ({ from, to, subject, html, text, headers }),
    id: (answer) => (answer as { id?: string }).id,
    ...options,
  })
  const deliver = () => transport.deliver(messageOf(receipt(bought), { id: 'a' }), { signal: signal() })
  const failure = () => deliver().catch((error: unknown) => error)
  return { ...peer, transport, deliver, failure }
}

test('a mail is posted as JSON of the shape that the provider wants, and is known by its id there', async () => {
  const { deliver, received } = await provider()
  expect(await deliver()).toMatchObject({ id: 'acme-1' })
  expect(received).toMatchObject([
    {
      headers: { authorization: 'Bearer key', 'content-type': 'application/json', 'idempotency-key': 'a' },
      body: {
        from: { name: 'Shop' },
        to: { address: 'ada@example.org' },
        headers: { 'Auto-Submitted': 'auto-generated' },
      },
    },
  ])
})

test.each([
  ['30', 30_000, 30_000],
  ['999999999', 86_400_000, 86_400_000],
  [new Date(Date.now() + 60_000).toUTCString(), 0, 60_000],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0, 0],
])('Retry-After: %s is waited for', async (field, least, most) => {
  const { failure, behaviour } = await provider()
  behaviour.answer = (response) => void response.writeHead(429, { 'retry-after': field }).end()
  const { name, wait } = (await failure()) as { name: string; wait: number }
  expect(name).toBe('TryLater')
  expect(wait).toBeGreaterThanOrEqual(least)
  expect(wait).toBeLessThanOrEqual(most)
})

test('a Retry-After that says nothing is none', async () => {
  const { failure, behaviour } = await provider()
  behaviour.answer = (response) => void response.writeHead(503, { 'retry-after': 'soon' }).end('busy')
  expect(await failure()).toMatchObject({ name: 'Error', message: 'HTTP 503 busy' })
})

test.each([
  [400, 'Undeliverable'],
  [413, 'Undeliverable'],
  [422, 'Undeliverable'],
  [401, 'Error'],
  [403, 'Error'],
  [404, 'Error'],
  [408, 'Error'],
  [500, 'Error'],
  [307, 'TypeError'],
])('an answer with %d ends in %s', async (status, name) => {
  const { failure, behaviour, url, received } = await provider()
  behaviour.answer = (response) => void response.writeHead(status, { location: url }).end()
  expect(await failure()).toMatchObject({ name })
  expect(received, 'redirects are not followed').toHaveLength(1)
})

test('an answer without end, and one that never comes, hold nothing up', async () => {
  const { deliver, behaviour } = await provider()
  const gone = Promise.withResolvers<void>()
  behaviour.answer = (response) => {
    response.on('close', gone.resolve)
    Readable.from(endless())
      .on('error', () => undefined)
      .pipe(response)
  }
  expect(await deliver()).toEqual({ id: undefined, detail: 'HTTP 200' })
  await gone.promise

  const { failure: never, behaviour: silent } = await provider({ timeout: 50 })
  silent.answer = () => undefined
  expect(await never()).toMatchObject({ name: 'TimeoutError' })
})

test('a provider that EMAIL_URL names is used, with what it needs from the environment', async () => {
  const peer = await httpPeer()
  onTestFinished(() => peer.close())
  const shop = shopWith({
    settings: ['ACME_KEY'],
    transports: {
      acme: ({ env }) =>
        httpTransport({
          url: peer.url,
          headers: { authorization: `Bearer ${env['ACME_KEY']}` },
          body: ({ to, subject }) => ({ to: to.address, subject }),
          id: (answer) => (answer as { id: string }).id,
        }),
    },
  })
  const env = {
    EMAIL_URL: 'acme',
    ACME_KEY: 'secret',
    EMAIL_FROM: 'no-reply@shop.example',
    EMAIL_KEY: 'k'.repeat(32),
    PUBLIC_URL: 'https://shop.example',
  }
  await using api = await testApp(shop, { env })
  const { db, mail } = api.services
  const { id } = await sendEmail(db, receipt(bought))
  await api.work()
  expect(peer.received).toMatchObject([
    {
      headers: { authorization: 'Bearer secret' },
      body: { to: 'ada@example.org', subject: 'Your order 17' },
    },
  ])
  expect(await findEmail(db, id)).toMatchObject({ state: 'sent', providerId: 'acme-1' })
  expect(mail.inbox.messages()).toEqual([])
})

test('a mail is not tried again before the time that the provider names', async () => {
  const peer = await httpPeer()
  onTestFinished(() => peer.close())
  peer.behaviour.answer = (response) => void response.writeHead(429, { 'retry-after': '7200' }).end()
  const shop = shopWith({
    transports: { acme: () => httpTransport({ url: peer.url, body: ({ subject }) => ({ subject }) }) },
  })
  const env = {
    EMAIL_URL: 'acme',
    EMAIL_FROM: 'no-reply@shop.example',
    EMAIL_KEY: 'k'.repeat(32),
    PUBLIC_URL: 'https://shop.example',
  }
  await using api = await testApp(shop, { env })
  const { db } = api.services
  await sendEmail(db, receipt(bought))
  await api.work()
  const [job] = await query<{ wait: number }>(
    db,
    `select extract(epoch from run_at - now())::float8 as wait from principia_jobs`,
  )
  expect(job?.wait).toBeGreaterThan(7100)
  expect(job?.wait).toBeLessThanOrEqual(7200)
})
