import { expect, onTestFinished, test } from 'vitest'
import { query } from '../database/index.ts'
import { armFaultPoint } from '../jobs/index.ts'
import { testApp } from '../testing/index.ts'
import { code, digest, receipt, shopWith } from './fixtures/shop.ts'
import {
  allow,
  findEmail,
  recordBounce,
  recordComplaint,
  sendEmail,
  suppress,
  suppressionsOf,
} from './index.ts'

async function shop() {
  const api = await testApp(shopWith())
  onTestFinished(() => api.close())
  const { db, mail } = api.services
  return { api, db, subjects: () => mail.inbox.messages().map(({ subject }) => subject), inbox: mail.inbox }
}
const bought = { to: 'ada@example.org', order: 17, total: '12 €' }

test('a mail goes out after the transaction in which it was sent, and not if that is rolled back', async () => {
  const { api, db, subjects } = await shop()
  await expect(
    db.transaction(async (tx) => {
      await sendEmail(tx, receipt({ ...bought, order: 1 }))
      throw new Error('changed my mind')
    }),
  ).rejects.toThrow('changed my mind')
  const { id } = await db.transaction((tx) => sendEmail(tx, receipt(bought)))
  expect(await findEmail(db, id)).toMatchObject({ state: 'queued', settledAt: undefined })
  expect(subjects()).toEqual([])
  expect(await api.work()).toBe(1)
  expect(subjects()).toEqual(['Your order 17'])
  expect(await findEmail(db, id)).toMatchObject({
    email: 'receipt',
    mailbox: 'ada@example.org',
    state: 'sent',
    attempts: 1,
  })
})

test('arguments and addresses that make no sense are refused before anything is sent', async () => {
  const { db } = await shop()
  expect(() => receipt({ ...bought, to: 'ada' })).toThrow('"ada" is no address that mail can be sent to')
  // @ts-expect-error -- the total is missing
  await expect(sendEmail(db, receipt({ to: 'ada@example.org', order: 17 }))).rejects.toThrow(
    /email "receipt".*total/,
  )
})

test('with a key there is one mail of its kind to a mailbox, before and after it was sent', async () => {
  const { api, db, subjects } = await shop()
  const first = await sendEmail(db, receipt(bought), { key: 'order-17' })
  expect(await sendEmail(db, receipt(bought), { key: 'order-17' })).toEqual({ id: first.id, duplicate: true })
  await api.work()
  expect(await sendEmail(db, receipt({ ...bought, to: 'ADA@example.org' }), { key: 'order-17' })).toEqual({
    id: first.id,
    duplicate: true,
  })
  await api.work()
  expect(subjects()).toHaveLength(1)
  const calls = ['ada@example.org', 'alan@example.org', 'alan@example.org'].map((to) =>
    receipt({ ...bought, to }),
  )
  const sent = await sendEmail(db, calls, { key: 'order-17' })
  expect(sent.map(({ duplicate }) => duplicate)).toEqual([true, false, true])
  expect(sent[1]?.id).toBe(sent[2]?.id)
  expect(await api.work()).toBe(1)
})

test('a mail waits for its time', async () => {
  const { api, db, subjects, inbox } = await shop()
  await sendEmail(db, receipt(bought), { delay: 3_600_000 })
  expect(await api.work()).toBe(0)
  await query(db, `update principia_jobs set run_at = now()`)
  expect(await api.work()).toBe(1)
  expect(subjects()).toEqual(['Your order 17'])
  const ahead = (inbox.messages()[0]?.date.getTime() ?? 0) - Date.now()
  expect(ahead, 'dated when it was due').toBeGreaterThan(3_000_000)
})

test('what is not worth sending any more is not sent', async () => {
  const { api, db, subjects } = await shop()
  const { id } = await sendEmail(db, code({ to: 'ada@example.org', code: '123456' }))
  await query(db, `update principia_emails set due_at = now() - interval '11 minutes'`)
  await api.work()
  expect([subjects(), (await findEmail(db, id))?.state]).toEqual([[], 'expired'])
})

test('nothing is sent to whom it is suppressed for, from the moment of sending on', async () => {
  const { api, db, subjects } = await shop()
  const news = digest({ to: { name: 'Ada', address: 'Ada@Example.org' }, items: ['a'] })
  await suppress(db, 'ada@example.org', 'unsubscribed', { list: 'weekly-digest' })
  const { id } = await sendEmail(db, news)
  await sendEmail(db, receipt(bought))
  await api.work()
  expect(subjects()).toEqual(['Your order 17'])
  expect(await findEmail(db, id)).toMatchObject({ state: 'suppressed', detail: 'unsubscribed', attempts: 0 })

  await allow(db, 'ada@example.org', 'weekly-digest')
  await sendEmail(db, news)
  await sendEmail(db, receipt(bought))
  await suppress(db, 'ADA@example.org', 'bounce', { detail: 'nobody there' })
  await api.work()
  expect(subjects()).toHaveLength(1)
  expect(await suppressionsOf(db, 'ada@example.org')).toMatchObject([
    { list: undefined, reason: 'bounce', detail: 'nobody there' },
  ])
})

test('a mail whose record was erased is not sent', async () => {
  const { api, db, subjects } = await shop()
  await sendEmail(db, receipt(bought))
  await query(db, `delete from principia_emails where mailbox = 'ada@example.org'`)
  expect(await api.work()).toBe(1)
  expect(subjects()).toEqual([])
})

test('a crash between handing over and writing it down sends the same mail again, by the same Message-ID', async () => {
  const { api, db, inbox } = await shop()
  await sendEmail(db, receipt(bought))
  const crash = armFaultPoint('email:delivered', () => {
    throw new Error('crash')
  })
  await api.work()
  crash[Symbol.dispose]()
  await query(db, `update principia_jobs set run_at = now()`)
  await api.work()
  const [second, first] = inbox.messages()
  expect(first?.messageId).toMatch(/^<[\da-f-]{36}@localhost>$/)
  expect(second?.raw.toString()).toBe(first?.raw.toString())
})

test('what a provider tells of bounces and complaints is found by its own id, by ours, and by the address', async () => {
  const { api, db } = await shop()
  const { id } = await sendEmail(db, receipt(bought))
  await api.work()
  expect(await recordBounce(db, { messageId: `<${id}@shop.example>`, detail: '550 5.1.1 nobody' })).toBe(true)
  expect(await findEmail(db, id)).toMatchObject({ state: 'bounced', detail: '550 5.1.1 nobody' })
  expect(await suppressionsOf(db, 'ada@example.org')).toMatchObject([{ reason: 'bounce' }])

  const other = await sendEmail(db, receipt({ ...bought, to: 'alan@example.org' }))
  await api.work()
  await query(db, `update principia_emails set provider_id = 'acme-1' where id = $1`, [other.id])
  expect(await recordComplaint(db, { messageId: 'acme-1' })).toBe(true)
  expect((await findEmail(db, other.id))?.state).toBe('complained')

  expect(await recordBounce(db, { messageId: 'never heard of' })).toBe(false)
  expect(await recordBounce(db, { address: 'grace@example.org', messageId: 'never heard of' })).toBe(true)
  expect(await suppressionsOf(db, 'grace@example.org')).toHaveLength(1)
  await expect(recordBounce(db, {})).rejects.toThrow('Say which mail it is about')
})

test('what became of old mail is forgotten as new mail comes', async () => {
  const { api, db } = await shop()
  const remembered = async () =>
    (await query<{ count: number }>(db, `select count(*)::int as count from principia_emails`))[0]?.count
  for (let order = 0; order < 5; order++) await sendEmail(db, receipt({ ...bought, order }))
  await api.work()
  await query(db, `update principia_emails set created_at = now() - interval '31 days'`)
  const waiting = await sendEmail(db, receipt(bought), { delay: 60_000 })
  await query(db, `update principia_emails set created_at = now() - interval '31 days' where id = $1`, [
    waiting.id,
  ])
  await sendEmail(db, receipt(bought))
  await api.work()
  expect(await remembered()).toBe(5)
  await sendEmail(db, [receipt(bought), receipt(bought)])
  await api.work()
  expect(await remembered(), 'the one that waits, and three that were sent').toBe(4)
  expect((await findEmail(db, waiting.id))?.state).toBe('queued')
})
