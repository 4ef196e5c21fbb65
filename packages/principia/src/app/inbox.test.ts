import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digest, receipt, shopWith } from '../email/fixtures/shop.ts'
import { sendEmail } from '../email/index.ts'
import { freshServices } from '../testing/index.ts'
import { doDueWork, start, type Running } from './index.ts'

const quiet = { PORT: '0', MANAGEMENT_PORT: '0', LOG_LEVEL: 'silent', WORK: 'off' }

describe('the inbox', () => {
  let running: Running
  let url: string
  let id: string
  beforeAll(async () => {
    const shop = shopWith()
    running = await start(shop, { env: quiet, services: freshServices(shop) })
    const { work, logger } = running.booted
    if (work === undefined) throw new Error('The shop has work.')
    const [sent] = await sendEmail(work.db, [
      receipt({ to: { name: 'Ada', address: 'ada@example.org' }, order: 17, total: '12 €' }),
      digest({ to: 'alan@example.org', items: ['<script>alert(1)</script>'] }),
    ])
    id = sent?.id ?? ''
    await doDueWork(work, logger)
    url = `${running.managementUrl}/inbox`
  })
  afterAll(() => running.stop())
  const get = async (path: string) => (await fetch(url + path)).json() as Promise<Record<string, unknown>>

  test('is a page whose parts are all there', async () => {
    const answer = await fetch(url)
    const html = await answer.text()
    const parts = [...html.matchAll(/(?:src|href)="(inbox\/[^"]+)"/g)].map(([, part]) => part ?? '')
    expect(parts).toHaveLength(3)
    for (const part of [...parts, 'inbox/mail.js', 'inbox/dom.js'])
      expect((await fetch(new URL(part, url))).status, part).toBe(200)
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'")
  })

  test('lists what the app has sent, the newest first', async () => {
    expect(await get('/messages')).toMatchObject({
      messages: [
        { email: 'digest', to: 'alan@example.org', subject: '1 new things' },
        { id, email: 'receipt', to: 'ada@example.org', subject: 'Your order 17' },
      ],
    })
  })

  test('shows a mail with its text, its header fields and its source', async () => {
    const mail = await get(`/messages/${id}`)
    expect(mail).toMatchObject({ from: 'shop <no-reply@localhost>', to: 'Ada <ada@example.org>' })
    expect(mail['text']).toContain('See the order:\nhttps://shop.example/orders/17')
    expect(mail['headers']).toContainEqual({ name: 'Message-ID', value: `<${id}@localhost>` })
    const source = await fetch(`${url}/messages/${id}/source`)
    expect(source.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(await source.text()).toContain('Content-Type: multipart/alternative')
  })

  test.each(['light', 'dark'])(
    'shows it as a reader of mail in a %s scheme would, and runs nothing',
    async (scheme) => {
      const answer = await fetch(`${url}/messages/${id}/html?scheme=${scheme}`)
      const policy = answer.headers.get('content-security-policy')
      expect(policy).toMatch(/^default-src 'none'; style-src 'unsafe-inline';/)
      expect(policy).toMatch(/frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox$/)
      expect(answer.headers.get('x-frame-options')).toBe('SAMEORIGIN')
      const html = await answer.text()
      expect(html).toContain(`<meta name="color-scheme" content="${scheme}">`)
      expect(html.includes('@media all{.page{')).toBe(scheme === 'dark')
      expect(html).toContain('<base target="_blank">')
    },
  )

  test('says that a mail is not there, and takes no other scheme', async () => {
    expect((await fetch(`${url}/messages/x`)).status).toBe(404)
    expect((await fetch(`${url}/messages/x/html`)).status).toBe(404)
    expect((await fetch(`${url}/messages/${id}/html?scheme=pink`)).status).toBe(422)
  })

  test('is on the port of operators alone', async () => {
    expect((await fetch(`${running.url}/inbox`)).status).toBe(404)
  })
})

test('there is no inbox where mail goes elsewhere', async () => {
  const shop = shopWith()
  const env = {
    ...quiet,
    EMAIL_URL: 'smtp://127.0.0.1:1',
    EMAIL_FROM: 'no-reply@shop.example',
    EMAIL_KEY: 'k'.repeat(32),
    PUBLIC_URL: 'https://shop.example',
  }
  const running = await start(shop, { env, services: freshServices(shop) })
  expect((await fetch(`${running.managementUrl}/inbox`)).status).toBe(404)
  await running.stop()
})
