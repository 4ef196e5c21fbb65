import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { describe, expect, onTestFinished, test } from 'vitest'
import { query } from '../database/index.ts'
import { canCertify, makeCertificate } from '../http/fixtures/certificate.ts'
import { testApp } from '../testing/index.ts'
import { smtpPeer } from './fixtures/peers.ts'
import { messageOf } from './fixtures/messages.ts'
import { receipt, shopWith } from './fixtures/shop.ts'
import { findEmail, sendEmail, smtpTransport, suppressionsOf } from './index.ts'
import { parseSmtpUrl } from './smtp-url.ts'

const bought = { to: 'ada@example.org', order: 17, total: '12 €' }
const signal = () => AbortSignal.timeout(10_000)

/** A shop whose mail goes to an SMTP server of the test. */
async function shopAndServer(user = '') {
  const peer = await smtpPeer()
  const env = {
    EMAIL_URL: `smtp://${user}127.0.0.1:${peer.port}`,
    EMAIL_FROM: 'Shop <no-reply@shop.example>',
    EMAIL_KEY: 'k'.repeat(32),
    PUBLIC_URL: 'https://shop.example',
  }
  const api = await testApp(shopWith(), { env })
  onTestFinished(async () => {
    await api.close()
    await peer.close()
  })
  const { db } = api.services
  return {
    ...peer,
    db,
    work: async () => {
      await query(db, `update principia_jobs set run_at = now() where state = 'scheduled'`)
      return api.work()
    },
  }
}

describe('a mail that is sent', () => {
  test('is accepted by the server, from the sender to the reader', async () => {
    const { db, work, received } = await shopAndServer()
    const { id } = await sendEmail(db, receipt(bought))
    await work()
    expect(received).toMatchObject([{ from: 'no-reply@shop.example', to: ['ada@example.org'] }])
    expect(received[0]?.raw).toContain(`Message-ID: <${id}@shop.example>`)
    expect(await findEmail(db, id)).toMatchObject({ state: 'sent', detail: expect.stringMatching(/^250/) })
  })

  test('is tried again after 4xx, until it is taken', async () => {
    const { db, work, received, behaviour } = await shopAndServer()
    const { id } = await sendEmail(db, receipt(bought))
    behaviour.recipient = '450 4.2.1 greylisted'
    await work()
    expect(await findEmail(db, id)).toMatchObject({ state: 'queued' })
    delete behaviour.recipient
    await work()
    expect([received.length, (await findEmail(db, id))?.state]).toEqual([1, 'sent'])
    expect(await suppressionsOf(db, 'ada@example.org')).toEqual([])
  })

  test('ends at 5xx for the mailbox, to which nothing is sent any more', async () => {
    const { db, work, behaviour } = await shopAndServer()
    const { id } = await sendEmail(db, receipt(bought))
    behaviour.recipient = '550 5.1.1 no such user'
    await work()
    expect(await findEmail(db, id)).toMatchObject({
      state: 'refused',
      attempts: 1,
      detail: '550 5.1.1 no such user',
    })
    expect(await suppressionsOf(db, 'ada@example.org')).toMatchObject([
      { reason: 'bounce', list: undefined, detail: '550 5.1.1 no such user' },
    ])
    delete behaviour.recipient
    const second = await sendEmail(db, receipt(bought))
    await work()
    expect((await findEmail(db, second.id))?.state).toBe('suppressed')
  })

  test('is tried as often as it may be, and then failed; its dead job can still send it', async () => {
    const { db, work, behaviour, received } = await shopAndServer()
    const { id } = await sendEmail(db, receipt(bought))
    behaviour.greeting = '421 4.3.2 shutting down'
    await query(db, `update principia_jobs set max_attempts = 2`)
    await work()
    await work()
    expect(await findEmail(db, id)).toMatchObject({ state: 'failed', attempts: 2 })
    delete behaviour.greeting
    await query(db, `update principia_jobs set state = 'waiting', attempt = 0 where state = 'dead'`)
    await work()
    expect([received.length, (await findEmail(db, id))?.state]).toEqual([1, 'sent'])
  })

  test('waits for somebody to mend the password, and nobody is suppressed for it', async () => {
    const { db, work, behaviour, received } = await shopAndServer('shop:s%40me@')
    behaviour.password = 'other'
    const { id } = await sendEmail(db, receipt(bought))
    await work()
    const [job] = await query<{ state: string; last_error: string }>(db, `select * from principia_jobs`)
    expect(job).toMatchObject({
      state: 'scheduled',
      last_error: expect.stringContaining('535 5.7.8 wrong password'),
    })
    expect(job?.last_error).not.toContain('s@me')
    expect([(await findEmail(db, id))?.state, await suppressionsOf(db, 'ada@example.org')]).toEqual([
      'queued',
      [],
    ])
    behaviour.password = 's@me'
    await work()
    expect(received).toMatchObject([{ user: 'shop' }])
  })

  test('that was taken by a server that hung up before it said so is sent again, and can be told from no other', async () => {
    const { db, work, behaviour, received } = await shopAndServer()
    const { id } = await sendEmail(db, receipt(bought))
    behaviour.hangUp = true
    await work()
    behaviour.hangUp = false
    await work()
    expect(received).toHaveLength(2)
    expect(received[1]?.raw).toBe(received[0]?.raw)
    expect(await findEmail(db, id)).toMatchObject({ state: 'sent', attempts: 2 })
  })
})

test.each([
  ['recipient', '550 no such user here', true],
  ['recipient', '553 what is that', true],
  ['recipient', '550 5.2.1 closed', true],
  ['recipient', '550 5.1.10 takes no mail', true],
  ['recipient', '550 5.7.1 you are on a list', false],
  ['recipient', '552 5.2.2 full', false],
  ['recipient', '554 no', false],
  ['data', '554 5.7.1 looks like spam', false],
  ['data', '550 5.1.1 gone', true],
  ['data', '552 too big', false],
  ['recipient', '451 4.7.1 greylisted', undefined],
  ['data', '421 closing', undefined],
  ['mail', '550 5.7.1 not from you', undefined],
  ['greeting', '554 5.7.1 not you', undefined],
] as const)('a server that says to the %s "%s" blames the mailbox: %s', async (at, reply, blamed) => {
  const peer = await smtpPeer()
  const transport = await smtpTransport({ url: `smtp://127.0.0.1:${peer.port}` })
  peer.behaviour[at] = reply
  const error: unknown = await transport
    .deliver(messageOf(receipt(bought)), { signal: signal() })
    .catch((fault) => fault)
  expect(error).toBeInstanceOf(Error)
  if (blamed === undefined) expect(error).not.toHaveProperty('mailbox')
  else expect(error).toMatchObject({ name: 'Undeliverable', mailbox: blamed })
  await transport.close?.()
  await peer.close()
})

describe.runIf(canCertify)('TLS', () => {
  async function withTls(
    connect: (peer: Awaited<ReturnType<typeof smtpPeer>>, ca: string) => Promise<void>,
    secure = false,
  ) {
    using certificate = makeCertificate()
    const { certFile, keyFile, cert } = certificate
    const peer = await smtpPeer({ key: readFileSync(keyFile), cert: readFileSync(certFile), secure })
    try {
      await connect(peer, cert)
    } finally {
      await peer.close()
    }
  }

  test('is begun where the server offers it, and from the start with smtps', async () => {
    for (const scheme of ['smtp', 'smtps']) {
      await withTls(async (peer, ca) => {
        const transport = await smtpTransport({ url: `${scheme}://localhost:${peer.port}`, tls: { ca } })
        await transport.deliver(messageOf(receipt(bought)), { signal: signal() })
        expect(peer.received).toMatchObject([{ secure: true }])
        await transport.close?.()
      }, scheme === 'smtps')
    }
  })

  test('to a server whose certificate nobody vouches for, nothing is sent', async () => {
    await withTls(async (peer) => {
      const transport = await smtpTransport({ url: `smtp://localhost:${peer.port}` })
      await expect(transport.deliver(messageOf(receipt(bought)), { signal: signal() })).rejects.toThrow(
        /self-signed/,
      )
      expect(peer.received).toEqual([])
      await transport.close?.()
    })
  })
})

test('a password is sent in the clear to this machine alone', async () => {
  const peer = await smtpPeer()
  peer.behaviour.password = 'secret'
  // The same machine by an address that is not known to be.
  for (const [host, sent] of [
    ['127.0.0.1', 1],
    ['[::ffff:127.0.0.1]', 0],
  ] as const) {
    peer.received.length = 0
    const transport = await smtpTransport({ url: `smtp://shop:secret@${host}:${peer.port}` })
    await transport.deliver(messageOf(receipt(bought)), { signal: signal() }).catch(() => undefined)
    expect(peer.received, host).toHaveLength(sent)
    await transport.close?.()
  }
  await peer.close()
})

test('a server that says nothing is given up when the signal fires', async () => {
  const silent = createServer()
  await once(silent.listen(0, '127.0.0.1'), 'listening')
  const { port } = silent.address() as AddressInfo
  const transport = await smtpTransport({ url: `smtp://127.0.0.1:${port}` })
  const connected = once(silent, 'connection')
  const controller = new AbortController()
  const delivery = transport.deliver(messageOf(receipt(bought)), { signal: controller.signal })
  const [socket] = (await connected) as [{ destroy(): void }]
  controller.abort()
  await expect(delivery).rejects.toThrow()
  await transport.close?.()
  socket.destroy()
  silent.close()
})

test('connections are kept for further mails, and closed with the mailer', async () => {
  const peer = await smtpPeer()
  let opened = 0
  const transport = await smtpTransport({ url: `smtp://127.0.0.1:${peer.port}`, connections: 2 })
  for (let sent = 0; sent < 5; sent++) {
    await transport.deliver(messageOf(receipt(bought)), { signal: signal() })
    opened = Math.max(opened, peer.connections())
  }
  expect([peer.received.length, opened]).toEqual([5, 1])
  await transport.close?.()
  await peer.left
  await peer.close()
})

test('a URL names a server, its port and who signs in', () => {
  expect(parseSmtpUrl('smtp://shop:s%40me@mail.example')).toEqual({
    host: 'mail.example',
    port: 587,
    secure: false,
    user: 'shop',
    password: 's@me',
  })
  expect(parseSmtpUrl('smtps://[::1]:2465')).toEqual({ host: '::1', port: 2465, secure: true })
  for (const wrong of [
    'mail.example',
    'http://mail.example',
    'smtp://',
    'smtp://h/path',
    'smtp://h?a=b',
    'smtp://a:%@h',
  ])
    expect(parseSmtpUrl(wrong), wrong).toBeUndefined()
})
