import { describe, expect, onTestFinished, test } from 'vitest'
import { app } from '../app/index.ts'
import { testApp } from '../testing/index.ts'
import { digest, receipt, shopWith } from './fixtures/shop.ts'
import { defineMailer, sendEmail, suppressionsOf } from './index.ts'

const bought = { to: 'ada@example.org', order: 17, total: '12 €' }
const settings = {
  EMAIL_URL: 'smtp://127.0.0.1:1',
  EMAIL_FROM: 'Shop <no-reply@shop.example>',
  EMAIL_KEY: 'k'.repeat(32),
  PUBLIC_URL: 'https://shop.example/base/',
}

describe('a mailer does not start', () => {
  test.each([
    [{ NODE_ENV: 'production' }, 'setting EMAIL_URL is not set: in production say where mail goes'],
    [{ EMAIL_URL: 'mail.example' }, 'setting EMAIL_URL must be a URL such as smtp://user:password@host:587'],
    [{ EMAIL_FROM: '' }, 'setting EMAIL_FROM is not set: mail needs a sender'],
    [{ EMAIL_FROM: 'shop' }, 'setting EMAIL_FROM must be an address such as'],
    [{ EMAIL_KEY: '' }, 'setting EMAIL_KEY is not set: it seals the links'],
    [{ EMAIL_KEY: `${'k'.repeat(32)},short` }, 'setting EMAIL_KEY: A key has at least 32 characters'],
    [{ PUBLIC_URL: 'http://shop.example' }, 'setting PUBLIC_URL must be the https address'],
  ])('with %j', async (env, sentence) => {
    const all: Record<string, string> = 'NODE_ENV' in env ? env : { ...settings, ...env }
    await expect(testApp(shopWith(), { env: all })).rejects.toThrow(sentence)
  })

  test('and its secrets are in no sentence', async () => {
    const env = { ...settings, EMAIL_URL: 'smpt://shop:geheim@host', EMAIL_KEY: 'geheim' }
    const refused = await testApp(shopWith(), { env }).catch((error: unknown) => String(error))
    expect(refused).toMatch(/2 mistakes/)
    expect(refused).not.toContain('geheim')
  })

  test('in an app without work, or beside another one', async () => {
    const mail = defineMailer({ emails: [receipt] })
    await expect(testApp(app({ name: 'shop', services: { mail } }))).rejects.toThrow(
      'services: what "mail" does is work of the app; say whose tables hold it',
    )
    const { services, work } = shopWith().spec
    if (work === undefined) throw new Error('The shop has work.')
    const twice = app({ name: 'shop', services: { ...services, other: mail }, work })
    await expect(testApp(twice)).rejects.toThrow('two jobs are named "principia-email"')
  })

  test('with two emails of one name, or an accent that is no colour', () => {
    expect(() => defineMailer({ emails: [receipt, receipt] })).toThrow('Two emails are named "receipt"')
    expect(() => defineMailer({ emails: [receipt], brand: { accent: 'red' } })).toThrow('like "#0b5c55"')
  })
})

test('its brand stands over each mail, the name of the app unless it has another', async () => {
  for (const [brand, name] of [
    [undefined, 'shop'],
    [{ name: 'The Shop', accent: '#aa0000' }, 'The Shop'],
  ] as const) {
    await using api = await testApp(shopWith(brand === undefined ? {} : { brand }))
    await sendEmail(api.services.db, receipt(bought))
    await api.work()
    const [mail] = api.services.mail.inbox.messages()
    expect(mail?.text).toContain(`\n-- \n${name}\n`)
    expect(mail?.from).toEqual({ name: 'shop', address: 'no-reply@localhost' })
    expect(mail?.html.includes('#aa0000')).toBe(brand !== undefined)
  }
})

describe('unsubscribing', () => {
  async function subscribed(env: Record<string, string> = {}) {
    const api = await testApp(shopWith(), { env: { PUBLIC_URL: settings.PUBLIC_URL, ...env } })
    onTestFinished(() => api.close())
    const { db, mail } = api.services
    await sendEmail(db, digest({ to: 'Ada@example.org', items: ['a'] }))
    await api.work()
    const field = mail.inbox.messages()[0]?.headers['List-Unsubscribe'] ?? ''
    const [, url = ''] = /^<https:\/\/shop\.example\/base(\/.*)>$/.exec(field) ?? []
    return { api, db, mail, url, suppressions: () => suppressionsOf(db, 'ada@example.org') }
  }
  const form = { 'content-type': 'application/x-www-form-urlencoded' }

  test('takes one request of a mail reader, and ends the mail of that list alone (RFC 8058)', async () => {
    const { api, db, mail, url, suppressions } = await subscribed()
    const answer = await api.request('POST', url, { headers: form, body: 'List-Unsubscribe=One-Click' })
    expect(answer.status).toBe(200)
    expect(await suppressions()).toMatchObject([{ list: 'weekly-digest', reason: 'unsubscribed' }])
    await sendEmail(db, digest({ to: 'ada@example.org', items: ['b'] }))
    await sendEmail(db, receipt(bought))
    await api.work()
    expect(mail.inbox.messages().map(({ email }) => email)).toEqual(['receipt', 'digest'])
    const multipart = new FormData()
    multipart.set('List-Unsubscribe', 'One-Click')
    expect((await api.request('POST', url, { body: multipart })).status, 'again, as the other form').toBe(200)
  })

  test('asks who follows the link, since scanners follow every one', async () => {
    const { api, url, suppressions } = await subscribed()
    const page = await api.get(url)
    const html = await page.text()
    expect(html).toContain('<strong>ada@example.org</strong> will get no more mail')
    expect(html).toContain('<form method="post">')
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self'")
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    expect(await suppressions()).toEqual([])
  })

  test('needs a link that was made here, which shows nothing of the reader', async () => {
    const { api, url, suppressions } = await subscribed()
    expect(Buffer.from(url.split('.').at(-1) ?? '', 'base64url').toString()).not.toContain('ada')
    for (const wrong of [
      `${url}A`,
      url.slice(0, -1),
      '/email/unsubscribe/x',
      `/email/unsubscribe/${'x'.repeat(5000)}`,
    ]) {
      const { status } = await api.request('POST', wrong, {
        headers: form,
        body: 'List-Unsubscribe=One-Click',
      })
      expect(status, wrong.slice(0, 100)).toBe(404)
    }
    expect(await suppressions()).toEqual([])
  })

  test('works with links that were made with a key that has been replaced', async () => {
    const [old, young] = ['o'.repeat(32), 'y'.repeat(32)]
    const { url } = await subscribed({ EMAIL_KEY: old })
    const { api } = await subscribed({ EMAIL_KEY: `${young}, ${old}` })
    expect((await api.get(url)).status).toBe(200)
    const { api: without } = await subscribed({ EMAIL_KEY: young })
    expect((await without.get(url)).status).toBe(404)
  })
})
