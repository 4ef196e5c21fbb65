import PostalMime from 'postal-mime'
import { describe, expect, onTestFinished, test } from 'vitest'
import { httpPeer, smtpPeer } from './fixtures/peers.ts'
import { messageOf } from './fixtures/messages.ts'
import { receipt } from './fixtures/shop.ts'
import { createInbox, httpTransport, smtpTransport, Undeliverable, type Transport } from './index.ts'

/** What every transport must do, tried on each against its own kind of server. */
interface Subject {
  readonly transport: Transport
  /** The Message-IDs and recipients that the other side has. */
  readonly taken: () =>
    | Promise<readonly (readonly [messageId: string, to: string])[]>
    | readonly (readonly [string, string])[]
}

interface Remote extends Subject {
  /** Makes the other side refuse, for good or for now; and take mail again. */
  readonly say: (what: 'no such mailbox' | 'no such message' | 'busy' | 'welcome') => void
  /** Makes the other side take mail and be gone before it says so. */
  readonly hangUp: (on: boolean) => void
}

const remote: Readonly<Record<string, () => Promise<Remote>>> = {
  smtp: async () => {
    const peer = await smtpPeer()
    const transport = await smtpTransport({ url: `smtp://127.0.0.1:${peer.port}` })
    onTestFinished(async () => {
      await transport.close?.()
      await peer.close()
    })
    return {
      transport,
      taken: () =>
        Promise.all(
          peer.received.map(
            async ({ raw, to }) => [(await PostalMime.parse(raw)).messageId ?? '', to.join()] as const,
          ),
        ),
      say(what) {
        delete peer.behaviour.recipient
        delete peer.behaviour.data
        if (what === 'no such mailbox') peer.behaviour.recipient = '550 5.1.1 no such user'
        if (what === 'no such message') peer.behaviour.data = '554 5.6.0 not like this'
        if (what === 'busy') peer.behaviour.recipient = '451 4.3.2 later'
      },
      hangUp: (on) => void (peer.behaviour.hangUp = on),
    }
  },
  http: async () => {
    const peer = await httpPeer()
    onTestFinished(() => peer.close())
    const transport = httpTransport({
      url: peer.url,
      body: ({ messageId, to, subject }) => ({ messageId, to: to.address, subject }),
      blamesMailbox: (_status, answer) => JSON.stringify(answer).includes('no such mailbox'),
    })
    return {
      transport,
      taken: () =>
        peer.received.map(({ body }) => {
          const { messageId, to } = body as { messageId: string; to: string }
          return [messageId, to] as const
        }),
      say(what) {
        const status = { 'no such mailbox': 422, 'no such message': 400, busy: 503, welcome: 200 }[what]
        peer.behaviour.answer = (response) => {
          response.writeHead(status).end(JSON.stringify({ what }))
        }
      },
      hangUp(on) {
        if (on) peer.behaviour.answer = (response) => void response.socket?.destroy()
        else delete peer.behaviour.answer
      },
    }
  },
}

const subjects: Readonly<Record<string, () => Promise<Subject>>> = {
  inbox: async () => {
    const inbox = createInbox()
    const taken = () => inbox.messages().map(({ messageId, to }) => [messageId, to.address] as const)
    return { transport: inbox, taken }
  },
  ...remote,
}

const signal = () => AbortSignal.timeout(10_000)
const mail = (to = 'ada@example.org') => messageOf(receipt({ to, order: 17, total: '12 €' }))

describe.each(Object.entries(subjects))('%s', (_name, open) => {
  test('hands over what it is given, many at a time, each to whom it is for', async () => {
    const { transport, taken } = await open()
    const messages = Array.from({ length: 20 }, (_, index) => mail(`reader-${index}@example.org`))
    await Promise.all(messages.map((message) => transport.deliver(message, { signal: signal() })))
    expect((await taken()).toSorted()).toEqual(
      messages.map(({ messageId, to }) => [messageId, to.address]).toSorted(),
    )
  })

  test('hands nothing over once its signal has fired', async () => {
    const { transport, taken } = await open()
    await expect(
      transport.deliver(mail(), { signal: AbortSignal.abort(new Error('enough')) }),
    ).rejects.toThrow()
    expect(await taken()).toEqual([])
  })

  test('says where it sends, without a secret', async () => {
    const { transport } = await open()
    expect(transport.describe()).toMatch(/inbox|127\.0\.0\.1/)
  })
})

describe.each(Object.entries(remote))('%s', (_name, open) => {
  const failure = (transport: Transport, message = mail()) =>
    transport.deliver(message, { signal: signal() }).then(
      () => undefined,
      (error: unknown) => error,
    )

  test('tells what will never be taken from what may be later, and blames mailbox or message', async () => {
    const { transport, say } = await open()
    say('no such mailbox')
    expect(await failure(transport)).toMatchObject({ name: 'Undeliverable', mailbox: true })
    say('no such message')
    expect(await failure(transport)).toMatchObject({ name: 'Undeliverable', mailbox: false })
    say('busy')
    const busy = await failure(transport)
    expect(busy).toBeInstanceOf(Error)
    expect(busy).not.toBeInstanceOf(Undeliverable)
    say('welcome')
    expect(await failure(transport)).toBeUndefined()
  })

  test('does not know what became of a mail whose answer was lost, and sends it again as the same', async () => {
    const { transport, taken, hangUp } = await open()
    hangUp(true)
    const message = mail()
    const lost = await failure(transport, message)
    expect(lost).toBeInstanceOf(Error)
    expect(lost).not.toBeInstanceOf(Undeliverable)
    expect(await taken(), 'it is not sent again behind our back').toHaveLength(1)
    hangUp(false)
    expect(await failure(transport, message)).toBeUndefined()
    expect(await taken()).toEqual([
      [message.messageId, 'ada@example.org'],
      [message.messageId, 'ada@example.org'],
    ])
  })
})
