import { assert, asyncProperty, record, string } from 'fast-check'
import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { t } from '../validation/index.ts'
import { contrastOf, PALETTE, toAccent } from './colors.ts'
import { messageOf } from './fixtures/messages.ts'
import { digest, receipt } from './fixtures/shop.ts'
import { inScheme } from './scheme.ts'
import {
  code,
  defineEmail,
  divider,
  facts,
  heading,
  link,
  list,
  paragraph,
  strong,
  toMime,
  type Content,
} from './index.ts'

const bought = { to: { name: 'Ada Lovelace', address: 'ada@example.org' }, order: 17, total: '12 €' }
const wire = async (message: ReturnType<typeof messageOf>) => {
  const raw = (await toMime(message)).toString('latin1')
  return { raw, head: raw.slice(0, raw.indexOf('\r\n\r\n')), mail: await PostalMime.parse(raw) }
}
const one = (content: Partial<Content>) =>
  defineEmail('one', {
    args: t.Object({}),
    render: () => ({ subject: 'One', preheader: 'one', body: [], ...content }),
  })

describe('on the wire', () => {
  test('a mail has a text part and an HTML part of the same content', async () => {
    const { mail, raw } = await wire(messageOf(receipt(bought), { id: 'x' }))
    expect(mail).toMatchObject({
      messageId: '<x@shop.example>',
      date: '2026-11-20T10:00:00.000Z',
      subject: 'Your order 17',
      from: { name: 'Shop', address: 'no-reply@shop.example' },
      to: [{ name: 'Ada Lovelace', address: 'ada@example.org' }],
      replyTo: [{ name: '', address: 'help@shop.example' }],
    })
    expect(mail.text?.trimEnd()).toBe(
      'Thank you\n=========\n\nYour order 17 is on its way.\n\nTotal: 12 €\n\n' +
        'See the order:\nhttps://shop.example/orders/17\n\n-- \nShop\nYou get this since you bought something.',
    )
    expect(mail.html).toContain('<strong>17</strong>')
    expect(raw).toContain('Auto-Submitted: auto-generated')
    expect(raw).not.toContain('List-')
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]|[^\x20-\x7e\t]/)
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998)
  })

  test('mail of a list says how to unsubscribe with one click (RFC 8058), and in its footer', async () => {
    const { head, mail } = await wire(messageOf(digest({ to: 'Ada@example.org', items: ['a', 'b'] })))
    const url = 'https://shop.example/email/unsubscribe/weekly-digest.ada-example.org'
    expect(head).toContain(`List-Unsubscribe: <${url}>`)
    expect(head).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
    expect(head).toContain('List-ID: <weekly-digest.shop.example>')
    expect(mail.text).toContain(`No more digests: ${url}`)
    expect(mail.html).toMatch(new RegExp(`href="${url}"[^>]*>No more digests<`))
  })

  test('a mail is the same in every attempt, to the byte', async () => {
    const [first, second] = await Promise.all([1, 2].map(() => wire(messageOf(receipt(bought), { id: 'x' }))))
    expect(first?.raw).toBe(second?.raw)
  })

  test('a domain beyond ASCII is written as servers know it', async () => {
    const { mail } = await wire(messageOf(receipt({ ...bought, to: 'ada@bücher.example' })))
    expect(mail.to).toEqual([{ name: '', address: 'ada@xn--bcher-kva.example' }])
  })

  test('no text makes a header field of its own', async () => {
    const hostile = '\r\nBcc: eve@example.org\r\n\r\n<script>'
    const email = defineEmail('hostile', {
      args: t.Object({ text: t.String() }),
      render: ({ args: { text } }) => ({
        subject: text || 'x',
        preheader: text,
        body: [text, heading(text), code(text), list(text), facts([[text, text]])],
        callToAction: { label: text, url: 'https://shop.example/' },
        footer: [text],
      }),
    })
    const { head: usual } = await wire(messageOf(email({ to: bought.to, text: 'usual' })))
    const names = (head: string) => head.match(/^[\w-]+(?=:)/gm)
    const { head, mail } = await wire(
      messageOf(email({ to: { name: hostile, address: 'ada@example.org' }, text: hostile })),
    )
    expect(names(head)).toEqual(names(usual))
    expect(mail.to).toHaveLength(1)
    expect(mail.html).not.toContain('<script>')
    await assert(
      asyncProperty(
        record({ name: string({ unit: 'binary' }), text: string({ unit: 'binary', minLength: 1 }) }),
        async ({ name, text }) => {
          const message = messageOf(email({ to: { name, address: 'ada@example.org' }, text: `.${text}` }))
          const written = await wire(message)
          expect(names(written.head)?.toSorted()).toEqual(names(usual)?.toSorted())
          expect(written.mail.to).toMatchObject([{ address: 'ada@example.org' }])
          expect(written.mail.bcc).toBeUndefined()
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('what a mail says', () => {
  test('is in the language that is nearest to the reader', () => {
    const subject = (locale?: string) => messageOf(receipt({ ...bought, locale })).subject
    expect([subject(), subject('de-AT'), subject('fr, de;q=0.5'), subject('fr')]).toEqual([
      'Your order 17',
      'Ihre Bestellung 17',
      'Ihre Bestellung 17',
      'Your order 17',
    ])
    expect(messageOf(receipt({ ...bought, locale: 'de' })).html).toContain('<html lang="de" dir="ltr">')
    const arabic = defineEmail('arabic', {
      args: t.Object({}),
      locales: ['ar', 'he'],
      render: () => ({ subject: 'مرحبا', preheader: '', body: ['مرحبا'] }),
    })
    expect(messageOf(arabic({ to: 'a@example.org' })).html).toContain('<html lang="ar" dir="rtl">')
  })

  test('is escaped in HTML, and keeps its lines', () => {
    const { html, text } = messageOf(
      one({ body: ['a <b> & "c"\nd', paragraph(strong('<i>'))] })({ to: 'a@example.org' }),
    )
    expect(html).toContain('a &#60;b&#62; &#38; &#34;c&#34;<br>d')
    expect(html).toContain('<strong>&#60;i&#62;</strong>')
    expect(text).toContain('a <b> & "c"\nd')
  })

  test('has all of its blocks in both parts', () => {
    const body = [
      heading('One'),
      heading('Two'),
      code('123456'),
      divider(),
      list('a', ['b ', link('c', 'https://c.example/')]),
    ]
    const { html, text } = messageOf(one({ body })({ to: 'a@example.org' }))
    expect(html.match(/<h1|<h2|<hr|<li/g)).toEqual(['<h1', '<h2', '<hr', '<li', '<li'])
    expect(text).toMatch(
      /One\n===\n\nTwo\n===\n\n {4}123456\n\n\* \* \*\n\n- a\n- b c <https:\/\/c.example\/>/,
    )
  })

  test.each(['javascript:alert(1)', '/orders/17', 'data:text/html,x', ' ', 'www.shop.example'])(
    'does not lead to %j',
    (url) => {
      expect(() => messageOf(one({ callToAction: { label: 'Go', url } })({ to: 'a@example.org' }))).toThrow(
        'link in a mail',
      )
      expect(() => messageOf(one({ body: [[link('x', url)]] })({ to: 'a@example.org' }))).toThrow(
        'link in a mail',
      )
    },
  )

  test('needs a subject', () => {
    expect(() => messageOf(one({ subject: ' \n' })({ to: 'a@example.org' }))).toThrow('its subject is empty')
  })
})

describe('how it looks', () => {
  test('it loads nothing, has no scripts, and says what its tables are for', () => {
    const { html } = messageOf(digest({ to: 'ada@example.org', items: ['a'] }))
    expect(html).not.toMatch(/src=|url\(|<link|<script|@import/)
    expect(html.match(/<table(?! role="presentation"| class="\w+" role="presentation")/g)).toBeNull()
  })

  test('its dark and light look can be chosen', () => {
    const { html } = messageOf(receipt(bought))
    expect(inScheme(html, 'dark')).toContain('@media all{.page{background-color:#14181a!important}')
    expect(inScheme(html, 'light')).toContain('@media not all{')
    expect(inScheme(html, 'dark')).not.toContain('light dark')
  })

  test.each(['#0b5c55', '#ffff00', '#ffffff', '#000000', '#7f7f7f', '#ff0000', '#1a73e8'])(
    'links and buttons of %s can be read in both schemes (WCAG 2.2, 1.4.3)',
    (color) => {
      const accent = toAccent(color)
      for (const scheme of ['light', 'dark'] as const) {
        const { fill, label } = accent[scheme]
        const { card, page, ink, soft } = PALETTE[scheme]
        expect(contrastOf(fill, card)).toBeGreaterThanOrEqual(4.5)
        expect(contrastOf(label, fill)).toBeGreaterThanOrEqual(4.5)
        for (const text of [ink, soft]) {
          for (const ground of [card, page]) expect(contrastOf(text, ground)).toBeGreaterThanOrEqual(4.5)
        }
      }
    },
  )
})

test('an email that makes no sense cannot be defined', () => {
  const spec = { args: t.Object({}), render: () => ({ subject: '', preheader: '', body: [] }) }
  expect(() => defineEmail('Receipt', spec)).toThrow('like "order-receipt"')
  expect(() => defineEmail('receipt', { ...spec, list: 'a b' })).toThrow('like "weekly-digest"')
  expect(() => defineEmail('receipt', { ...spec, within: 0 })).toThrow('within is a whole number')
  expect(() => defineEmail('receipt', { ...spec, locales: ['not a locale'] })).toThrow('is no locale')
  expect(() => defineEmail('receipt', { ...spec, replyTo: 'nobody' })).toThrow('"nobody" is no address')
  expect(() => defineEmail('receipt', { ...spec, args: t.Object({ to: t.String() }) })).toThrow(
    'its args have "to"',
  )
})
