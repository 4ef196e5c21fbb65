import { expect, test } from 'vitest'
import { oneLine, parseAddress, parseMailbox, toAddress } from './address.ts'

test.each([
  ['ada@example.org', 'ada@example.org'],
  ['Ada.Lovelace+news@Example.ORG', 'Ada.Lovelace+news@example.org'],
  [`o'brien@example.org`, `o'brien@example.org`],
  ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
  ['ada@例え.jp', 'ada@xn--r8jz45g.jp'],
  ['root@localhost', 'root@localhost'],
  [`${'a'.repeat(64)}@example.org`, `${'a'.repeat(64)}@example.org`],
])('%s is a mailbox', (text, mailbox) => expect(parseMailbox(text)).toBe(mailbox))

test.each([
  '',
  'ada',
  '@example.org',
  'ada@',
  'ada@example',
  'ada@@example.org',
  'a b@example.org',
  '"a b"@example.org',
  '.ada@example.org',
  'ada..l@example.org',
  'ada@-example.org',
  'ada@example..org',
  'ada@[127.0.0.1]',
  'ada@127.0.0.1',
  'ada@0x7f.1',
  'ädä@example.org',
  'ada@example.org\r\nBcc: eve@example.org',
  'ada@example.org, eve@example.org',
  'ada@example.org>',
  `${'a'.repeat(65)}@example.org`,
  `ada@${'a'.repeat(64)}.example`,
  `ada@${'a.'.repeat(125)}example`,
  'ada@exa\0mple.org',
])('%j is no mailbox', (text) => expect(parseMailbox(text)).toBeUndefined())

test('an address may have a name, of one line', () => {
  expect(toAddress({ name: ' Ada\r\nBcc: eve@example.org ', address: 'ada@example.org' })).toEqual({
    name: 'Ada Bcc: eve@example.org',
    address: 'ada@example.org',
  })
  expect(toAddress({ name: '\u2028', address: 'ada@example.org' })).toEqual({ address: 'ada@example.org' })
  expect(() => toAddress('ada')).toThrow('"ada" is no address that mail can be sent to')
})

test.each([
  ['Shop <no-reply@shop.example>', { name: 'Shop', address: 'no-reply@shop.example' }],
  ['"Shop & Co." <no-reply@shop.example>', { name: 'Shop & Co.', address: 'no-reply@shop.example' }],
  [' no-reply@shop.example ', { address: 'no-reply@shop.example' }],
  ['<no-reply@shop.example>', { address: 'no-reply@shop.example' }],
  ['Shop no-reply@shop.example', undefined],
  ['Shop <no-reply@shop.example', undefined],
])('the setting %j names %j', (text, address) => expect(parseAddress(text)).toEqual(address))

test('text for one line is cut between what readers take for characters', () => {
  expect(oneLine('a\tb\r\n c', 100)).toBe('a b c')
  expect(oneLine('👩‍👩‍👧'.repeat(3), 10)).toBe('👩‍👩‍👧…')
  expect(oneLine('\ud800', 10)).toBe('\ufffd')
})
